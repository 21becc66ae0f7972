import type { IconName } from '../../ui/icons.ts';

interface NextStep {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly address: string;
}

/** What a first comparison makes one want to know. */
export const NEXT_STEPS: readonly NextStep[] = [
  {
    icon: 'compose',
    title: 'Drag a preset',
    text: 'onto the UNet, or paint which units inherit and when.',
    address: '#/compose',
  },
  {
    icon: 'grid',
    title: 'Make a grid',
    text: 'of strategies and prompts, and export it with its numbers.',
    address: '#/grid',
  },
  {
    icon: 'models',
    title: 'Add your own model',
    text: 'Stable Diffusion 1.x or 2.x, from a folder or a file.',
    address: '#/models',
  },
];
