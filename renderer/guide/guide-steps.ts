/** The first minute in three steps: where each is shown, what it says there, and what a person does that ends it. */
import type { Mask } from '../../native-models/strategy/mask.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import type { Side } from './place-mark.ts';

/** The control that a step stands beside, by its `data-guide`; `text` is what is said there. */
export interface GuidePlace {
  readonly anchor: string;
  readonly side: Side;
  readonly text: string;
  /** Left out: always. */
  readonly when?: (studio: Studio, before: Before) => boolean;
}

/** What was so when the step began. */
export interface Before {
  /** The run that was compared. */
  readonly run: number | null;
  readonly mask: Mask;
}

export interface GuideStep {
  readonly title: string;
  /** The page where it can be done; left out: any. */
  readonly page?: string;
  /** The first of these that is on screen. */
  readonly places: readonly GuidePlace[];
  /** What the person did on the way; a step without it ends by its button. */
  readonly done?: (studio: Studio, before: Before) => boolean;
}

export function before({ records, composition }: Studio): Before {
  return { run: records.comparison?.run.id ?? null, mask: composition.current.mask };
}

function isCompared({ records }: Studio, { run }: Before): boolean {
  const { comparison } = records;
  return comparison !== null && comparison.baseline !== null && comparison.run.id !== run;
}

export const GUIDE_STEPS: readonly GuideStep[] = [
  {
    title: 'One click, two pictures',
    page: 'welcome',
    places: [
      {
        anchor: 'making',
        side: 'top',
        text: 'The first is made in full; the second inherits at the teal calls, and takes less time.',
        when: ({ making }) => making,
      },
      {
        anchor: 'make',
        side: 'bottom',
        text: 'It makes the picture both ways from one seed: in full, and inheriting. Beside them stand the gain and its price.',
      },
    ],
    done: isCompared,
  },
  {
    title: 'Drop a preset onto the U',
    page: 'compose',
    places: [
      {
        anchor: 'presets',
        side: 'right',
        text: 'Drag one onto the U, or click it. Amber units are computed at every call; teal ones inherit from the last full one.',
      },
      { anchor: 'tab-left', side: 'right', text: 'The presets are behind this tab: open it, then click one.' },
      {
        anchor: 'to-composer',
        side: 'top',
        text: 'That was the gain, and its price. Strategies are made in the composer: go there.',
      },
    ],
    done: ({ composition }, { mask }) => composition.current.mask !== mask,
  },
  {
    title: 'Run, and read gain and price',
    places: [
      {
        anchor: 'gain',
        side: 'left',
        text: 'The large number is the gain, measured here. PSNR and SSIM are the price: how near the picture is to the baseline. Dotted words explain themselves.',
        when: isCompared,
      },
      {
        anchor: 'tab-inspector',
        side: 'left',
        text: 'It is made: gain and price are behind this tab.',
        when: isCompared,
      },
      {
        anchor: 'run',
        side: 'bottom',
        text: 'Run makes what is set up, and measures it against the picture of the full UNet.',
      },
    ],
  },
];
