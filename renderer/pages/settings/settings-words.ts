import type { EngineState } from '../../../preload/contract/engine.ts';
import type { Device } from '../../../preload/contract/model.ts';
import { bytes } from '../../words/labels.ts';

export const GIGABYTE = 1e9;

/** `AMD EPYC: 1.2 GB, warm: SD 1.5, BK-SDM Tiny` */
export function heldBy(
  { device, residentBytes, warm }: EngineState,
  devices: readonly Pick<Device, 'id' | 'name'>[],
): string {
  const name = devices.find(({ id }) => id === device)?.name ?? device;
  if (residentBytes === null) return `${name}: at work`;
  return `${name}: ${bytes(residentBytes)}${warm.length > 0 ? `, warm: ${warm.toReversed().join(', ')}` : ', no model open'}`;
}
