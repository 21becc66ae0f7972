/**
 * Which folders each folder may import: the structure of the house, in one place. Lint refuses every other import
 * (oxlint.config.ts), and folders.test.ts that folders import one another in a circle. What everybody may import is not listed: a
 * folder's own files, and the files that lie in native-models itself. Lazy imports count like others. Tests and their
 * fixtures may import what they like.
 */
const LISTED = {
  // native-models: the networks and their mathematics
  'native-models/checkpoint/copies': 'native-models/checkpoint/formats native-models/graph',
  'native-models/checkpoint/formats': 'native-models/graph',
  'native-models/families':
    'native-models/checkpoint/copies native-models/checkpoint/formats native-models/graph native-models/text-encoder native-models/unet native-models/vae',
  'native-models/graph': 'native-models/graph/operators',
  'native-models/graph/operators': '',
  'native-models/metrics': 'native-models/metrics/pair',
  'native-models/metrics/pair': '',
  'native-models/runtime': 'native-models/graph',
  'native-models/sampling':
    'native-models/checkpoint/copies native-models/families native-models/graph native-models/runtime native-models/solvers native-models/strategy native-models/text-encoder native-models/unet native-models/vae',
  'native-models/solvers': '',
  'native-models/strategy': '',
  'native-models/text-encoder': 'native-models/graph',
  'native-models/unet': 'native-models/checkpoint/copies native-models/graph native-models/strategy',
  'native-models/vae': 'native-models/graph',

  // preload: what pages and main agree on
  preload: '',
  'preload/contract': 'native-models/metrics native-models/strategy preload/settings',
  'preload/experiment': 'preload/settings',
  'preload/settings': 'native-models/strategy',

  // main: methods, and the hosts that carry to them
  main: 'main/cli main/compute main/desktop main/history/files main/studio',
  'main/base': '',
  'main/cli':
    'native-models/checkpoint/copies native-models/metrics native-models/sampling native-models/strategy native-models/unet preload/settings main/base main/compare main/downloads main/export/comparison main/export/drawing main/export/report main/history/files main/models main/runs main/server main/studio',
  'main/compare':
    'native-models/metrics native-models/sampling native-models/strategy preload/experiment preload/settings main/base main/models main/runs',
  'main/compute':
    'native-models/runtime native-models/sampling preload/contract main/base main/pictures main/processes main/runs',
  'main/desktop':
    'preload preload/contract main/base main/compute main/history/files main/processes main/server main/studio',
  'main/downloads': 'native-models/checkpoint/formats preload/contract main/base',
  'main/export/comparison':
    'native-models/metrics native-models/strategy main/base main/compare main/export/drawing main/pictures main/runs',
  'main/export/drawing': 'native-models/strategy main/base main/pictures',
  'main/export/grid':
    'native-models/metrics native-models/strategy preload/contract preload/experiment preload/settings main/base main/export/drawing main/pictures main/pictures/decoder',
  'main/export/report':
    'native-models/metrics native-models/strategy main/base main/compare main/export/drawing main/pictures',
  'main/export/selection':
    'native-models/strategy preload/contract preload/settings main/base main/export/drawing main/export/grid main/pictures main/pictures/decoder',
  'main/history':
    'preload/contract main/base main/compute main/history/files main/history/queue main/history/runs main/history/store',
  'main/history/files': 'preload/contract main/base main/history/store main/pictures main/pictures/decoder',
  'main/history/queue': 'preload/contract main/base main/compute main/history/store',
  'main/history/runs':
    'native-models/metrics native-models/strategy preload/contract preload/settings main/base main/history/files main/history/store main/history/store/migrations',
  'main/history/store':
    'native-models/strategy preload/contract preload/settings main/base main/history/store/migrations',
  'main/history/store/migrations': 'main/base',
  'main/models':
    'native-models/families native-models/sampling native-models/solvers native-models/strategy native-models/text-encoder native-models/unet native-models/vae main/base main/pictures',
  'main/pictures': 'native-models/strategy preload/contract preload/settings main/base',
  'main/pictures/decoder':
    'preload/settings main/base main/pictures main/pictures/probe main/pictures/programs main/processes',
  'main/pictures/probe': 'main/base',
  'main/pictures/programs': 'preload/settings main/base',
  'main/processes': '',
  'main/runs':
    'native-models/sampling native-models/strategy preload/settings main/base main/models main/pictures main/pictures/decoder main/pictures/probe',
  'main/server': 'preload/contract main/base',
  'main/studio':
    'main/compute main/downloads main/history main/models main/pictures/decoder main/processes main/studio/downloads main/studio/engines main/studio/grids main/studio/history main/studio/models main/studio/pictures main/studio/prompts main/studio/queue main/studio/settings main/studio/strategies main/studio/wire main/studio/work',
  'main/studio/downloads': 'main/downloads main/studio/wire',
  'main/studio/engines': 'preload/contract main/compute main/history main/studio/models main/studio/wire',
  'main/studio/grids':
    'preload/contract preload/experiment preload/settings main/base main/export/grid main/history main/history/queue main/pictures main/studio/models main/studio/runs main/studio/wire',
  'main/studio/history': 'preload/contract main/base main/export/selection main/history main/studio/wire',
  'main/studio/models':
    'native-models/checkpoint/copies native-models/strategy native-models/unet preload/contract main/base main/history main/history/files main/models main/studio/wire',
  'main/studio/pictures':
    'native-models/metrics native-models/strategy preload/contract preload/settings main/base main/history main/pictures main/pictures/decoder main/pictures/probe main/studio/models main/studio/wire',
  'main/studio/prompts': 'native-models/text-encoder main/history main/models main/studio/models main/studio/wire',
  'main/studio/queue':
    'native-models/strategy preload/contract main/base main/compute main/history main/studio/grids main/studio/models main/studio/runs main/studio/wire',
  'main/studio/runs':
    'native-models/strategy preload/contract preload/settings main/base main/history main/history/queue main/runs',
  'main/studio/settings': 'main/base main/downloads main/history main/studio/wire',
  'main/studio/strategies': 'main/history main/studio/wire',
  'main/studio/wire': 'preload/contract main/base',
  'main/studio/work':
    'native-models/strategy preload/contract preload/settings main/compute main/history main/models main/runs main/studio/models main/studio/pictures',

  // renderer: the pages
  renderer: 'native-models/strategy renderer/dev renderer/host renderer/shell renderer/stores',
  'renderer/commands': 'preload renderer/work',
  'renderer/composer':
    'native-models/strategy renderer/commands renderer/composer/diagram renderer/composer/inspector renderer/composer/palette renderer/composer/state renderer/composer/timeline renderer/stores renderer/ui renderer/work',
  'renderer/composer/diagram':
    'native-models/strategy preload/contract renderer/composer/state renderer/host renderer/stores renderer/ui renderer/words renderer/work renderer/help',
  'renderer/composer/inspector':
    'native-models/metrics native-models/strategy preload/contract renderer/composer/state renderer/host renderer/stores renderer/ui renderer/words renderer/work renderer/viewer renderer/help',
  'renderer/composer/palette':
    'native-models/strategy renderer/composer/state renderer/host renderer/stores renderer/ui renderer/words renderer/work renderer/help',
  'renderer/composer/state':
    'native-models/strategy preload/contract renderer/host renderer/stores renderer/words renderer/work',
  'renderer/composer/timeline':
    'native-models/strategy preload/contract renderer/composer/state renderer/stores renderer/ui renderer/words renderer/work renderer/work/switching renderer/help',
  'renderer/dev':
    'native-models/strategy native-models/unet preload/contract preload/settings renderer/host renderer/work',
  'renderer/guide': 'native-models/strategy renderer/stores renderer/ui',
  'renderer/help': 'native-models/metrics native-models/strategy renderer/help/figures',
  'renderer/help/figures':
    'native-models/checkpoint/copies native-models/metrics native-models/sampling native-models/strategy preload/contract renderer/stores renderer/ui renderer/words renderer/work renderer/work/switching',
  'renderer/host': 'preload preload/contract',
  'renderer/pages/compare':
    'native-models/metrics preload/contract renderer/host renderer/stores renderer/ui renderer/words renderer/viewport renderer/help',
  'renderer/pages/dropped':
    'preload/contract preload/settings renderer/host renderer/pages/grid renderer/pages/takeover renderer/stores renderer/ui renderer/viewer',
  'renderer/pages/grid':
    'native-models/strategy preload/contract preload/experiment preload/settings renderer/host renderer/stores renderer/ui renderer/words renderer/work renderer/viewer',
  'renderer/pages/help':
    'native-models/strategy renderer/help renderer/help/figures renderer/stores renderer/ui renderer/work renderer/work/switching',
  'renderer/pages/history':
    'native-models/metrics native-models/strategy preload/contract renderer/commands renderer/host renderer/pages/dropped renderer/pages/takeover renderer/stores renderer/ui renderer/viewer renderer/words renderer/work',
  'renderer/pages/models':
    'native-models/strategy preload preload/contract renderer/host renderer/stores renderer/ui renderer/words',
  'renderer/pages/queue':
    'native-models/strategy preload/contract renderer/stores renderer/ui renderer/words renderer/work',
  'renderer/pages/settings': 'preload preload/contract renderer/host renderer/stores renderer/ui renderer/words',
  'renderer/pages/takeover': 'preload/contract renderer/stores renderer/ui renderer/work',
  'renderer/pages/welcome':
    'native-models/strategy preload/contract renderer/commands renderer/stores renderer/ui renderer/words renderer/work renderer/help renderer/guide',
  'renderer/shell':
    'native-models/strategy preload/contract preload/settings renderer/commands renderer/composer renderer/host renderer/pages/compare renderer/pages/dropped renderer/pages/grid renderer/pages/history renderer/pages/models renderer/pages/queue renderer/pages/settings renderer/pages/welcome renderer/shell/prompt renderer/shell/start-picture renderer/stores renderer/ui renderer/viewer renderer/words renderer/work renderer/help renderer/guide renderer/pages/help',
  'renderer/shell/prompt': 'preload/contract renderer/host renderer/stores renderer/ui',
  'renderer/shell/start-picture':
    'preload/contract preload/settings renderer/host renderer/stores renderer/ui renderer/viewer',
  'renderer/stores':
    'native-models/strategy preload/contract renderer/commands renderer/host renderer/words renderer/work renderer/work/switching',
  'renderer/ui':
    'native-models/metrics native-models/strategy preload/contract preload/settings renderer/commands renderer/host renderer/stores renderer/words renderer/work',
  'renderer/viewer':
    'native-models/metrics renderer/commands renderer/host renderer/stores renderer/ui renderer/viewport renderer/words',
  'renderer/viewport': 'renderer/ui',
  'renderer/words': 'native-models/metrics native-models/strategy preload/contract',
  'renderer/work': 'native-models/strategy preload/contract preload/settings renderer/host renderer/work/switching',
  'renderer/work/switching': 'native-models/strategy preload/contract renderer/host',
} as const satisfies Readonly<Record<string, string>>;

/** Folder -> the folders that it may import. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(LISTED).map(([folder, others]) => [folder, others.split(' ').filter(Boolean)] as const),
);
