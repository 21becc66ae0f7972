/** Which environment lets a Vulkan loader find the card: machines without a desktop lack now the loader, now the driver's description. */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { VulkanFacts } from '../results.ts';
import { archived, PYTHON, withLibraries } from './places.ts';

type Environment = Readonly<Record<string, string>>;

/** Where NVIDIA's container tools mount a driver. */
const DRIVER_FOLDERS = ['/usr/local/nvidia/lib64', '/usr/local/nvidia/lib'];
const DRIVER_FILES = [
  '/usr/local/nvidia/share/vulkan/icd.d/nvidia_icd.json',
  '/usr/share/vulkan/icd.d/nvidia_icd.json',
  '/etc/vulkan/icd.d/nvidia_icd.json',
];
const SECONDS = 20;

/** Tried in this order until a device is found that is not the processor. @param folder for a driver's description of our own. */
function environments(folder: string): readonly Environment[] {
  const loader = hasLoader() ? [] : [archived('vulkan')];
  const driver = DRIVER_FILES.find((file) => existsSync(file));
  const own = join(folder, 'nvidia_headless_icd.json');
  writeFileSync(
    own,
    JSON.stringify({ file_format_version: '1.0.0', ICD: { library_path: 'libEGL_nvidia.so.0', api_version: '1.3.0' } }),
  );
  const [drivers, x11] = [DRIVER_FOLDERS, archived('x11')];
  return [
    withLibraries(loader),
    withLibraries([archived('vulkan')]),
    ...(driver
      ? [
          withDriver(loader, driver),
          withDriver([...loader, ...drivers], driver),
          withDriver([...loader, ...drivers, x11], driver),
        ]
      : []),
    withDriver([...loader, ...drivers, x11], own),
  ];
}

/** @returns what was found with each, the last the one to use. @throws with every error where none was found at all. */
export function findVulkan(folder: string): readonly VulkanFacts[] {
  const tried: VulkanFacts[] = [];
  for (const environment of environments(folder)) {
    const facts = { environment, ...ask(environment) };
    tried.push(facts);
    if (facts.devices?.some(({ type }) => type !== 'processor')) return tried;
  }
  const inSoftware = tried.find(({ devices = [] }) => devices.length > 0);
  return inSoftware ? [...tried, inSoftware] : tried;
}

function ask(environment: Environment): Omit<VulkanFacts, 'environment'> {
  const { error, status, signal, stdout, stderr } = spawnSync(PYTHON, [join(archived('peers'), 'vulkan_facts.py')], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    timeout: SECONDS * 1000,
  });
  if (error) return { error: error.message };
  if (status !== 0) return { error: `it ended (${signal ?? status}): ${stderr.trim().split('\n').at(-1)}` };
  return JSON.parse(stdout) as Omit<VulkanFacts, 'environment'>;
}

function hasLoader(): boolean {
  return spawnSync('ldconfig', ['-p'], { encoding: 'utf8' }).stdout?.includes('libvulkan.so.1') ?? false;
}

/** The second name is what loaders before 1.3.207 know. */
function withDriver(folders: readonly string[], driver: string): Environment {
  return { ...withLibraries(folders), VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver };
}
