import type { ActionCommand, Command } from '../commands/command.ts';
import { CAN_COPY_PICTURES, copyPicture, type OutgoingPicture, savePicture } from '../host/outgoing.ts';
import { addressOf } from '../stores/address.ts';
import type { ShownPicture } from '../stores/shown-picture.ts';
import type { Studio } from '../stores/studio.svelte.ts';
import type { ViewerState } from './viewer-state.svelte.ts';

const STEP = 1.5;

/**
 * What can be asked for of a picture wherever it is: of the one that the menu was opened on, that is looked at, or that has the
 * focus. What a host cannot do is not among them.
 */
export function pictureCommands(studio: Studio, viewer: ViewerState): readonly Command[] {
  const { host, notices } = studio;
  const { desktop } = host;
  const of = (picture: (shown: ShownPicture) => void | Promise<void>) => () => {
    const shown = viewer.place?.shown;
    return shown ? picture(shown) : undefined;
  };
  const ofKept = (picture: (kept: OutgoingPicture) => void | Promise<void>) =>
    of(({ kept }) => (kept ? picture(kept) : undefined));
  const is =
    (fits: (shown: ShownPicture) => boolean = () => true) =>
    () =>
      !!viewer.place && fits(viewer.place.shown);
  const command = (each: Omit<ActionCommand, 'section' | 'undoable'>): Command => ({
    on: 'viewer',
    enabled: is(),
    ...each,
    section: 'Picture',
    undoable: false,
  });
  const looking = () => viewer.shown !== null;
  return [
    command({
      id: 'picture-view',
      title: 'Look at it over the whole window',
      shortcut: 'Space',
      on: 'picture',
      enabled: () => viewer.shown === null && viewer.place !== null,
      run: () => void (viewer.place && viewer.open(viewer.place)),
    }),
    command({
      id: 'picture-compare',
      title: 'Compare with its baseline',
      shortcut: 'C',
      enabled: is(({ known }) => !!known && known.baselineId !== null),
      run: of(({ known }) => {
        viewer.close(); // it may be the page that one is on
        location.hash = addressOf('compare', { a: known!.baselineId, b: known!.id });
      }),
    }),
    command({
      id: 'picture-history',
      title: 'Find it in the history',
      shortcut: 'H',
      enabled: is(({ known }) => known !== null),
      run: of(({ known }) => {
        viewer.close(); // it may be the page that one is on
        location.hash = addressOf('history', { run: known!.id });
      }),
    }),
    command({
      id: 'picture-start',
      title: 'Use as start picture',
      shortcut: 'U',
      run: of(async ({ kept, outside }) => {
        studio.startFrom(kept?.picture ?? (await studio.keep(outside!.file)));
        const undo = { title: 'Undo', run: () => studio.work.undo() };
        notices.say({ kind: 'done', message: 'The next run begins from this picture', action: undo });
      }),
    }),
    command({
      id: 'picture-save',
      title: 'Save as',
      shortcut: 'S',
      enabled: is(isKept),
      run: ofKept((kept) => savePicture(kept, host)),
    }),
    ...(CAN_COPY_PICTURES
      ? [
          command({
            id: 'picture-copy',
            title: 'Copy to the clipboard',
            shortcut: 'Mod+C',
            // Words that are marked beside the picture are what is copied.
            enabled: is((shown) => isKept(shown) && getSelection()?.isCollapsed !== false),
            run: ofKept(async (kept) => {
              await copyPicture(kept, host);
              notices.done('The picture is copied');
            }),
          }),
        ]
      : []),
    ...(desktop
      ? [
          command({
            id: 'picture-reveal',
            title: 'Show in its folder',
            shortcut: 'R',
            enabled: is(isKept),
            run: ofKept(({ picture }) => desktop.revealPicture(picture)),
          }),
        ]
      : []),
    command({
      id: 'picture-settings',
      title: 'Its settings',
      shortcut: 'I',
      enabled: is(({ settings }) => settings !== null),
      run: () => {
        const { place } = viewer;
        // From the menu of a page: the viewer opens, with them beside the picture.
        viewer.settings = viewer.shown === null || !viewer.settings;
        if (viewer.shown === null && place) viewer.open(place);
      },
    }),
    command({
      id: 'picture-previous',
      title: 'The one before',
      shortcut: 'ArrowLeft',
      enabled: () => viewer.has(-1),
      run: () => viewer.step(-1),
    }),
    command({
      id: 'picture-next',
      title: 'The next one',
      shortcut: 'ArrowRight',
      enabled: () => viewer.has(1),
      run: () => viewer.step(1),
    }),
    command({
      id: 'picture-whole',
      title: 'All of it',
      shortcut: '0',
      enabled: looking,
      run: () => viewer.showWhole(),
    }),
    command({
      id: 'picture-one-to-one',
      title: 'Pixel for pixel',
      shortcut: '1',
      enabled: looking,
      run: () => viewer.showOneToOne(),
    }),
    command({
      id: 'picture-nearer',
      title: 'Nearer',
      shortcut: 'Plus',
      enabled: looking,
      run: () => viewer.zoomBy(STEP),
    }),
    command({
      id: 'picture-further',
      title: 'Further away',
      shortcut: '-',
      enabled: looking,
      run: () => viewer.zoomBy(1 / STEP),
    }),
    command({
      id: 'picture-full-screen',
      title: 'Full screen',
      shortcut: 'F',
      enabled: looking,
      run: toggleFullScreen,
    }),
  ];
}

/** One from outside has its file already, where it came from. */
const isKept = ({ kept }: ShownPicture) => kept !== null;

/** The commands of the menu that opens on a picture, in its order; a line between groups. */
export const MENU: readonly (readonly string[])[] = [
  ['picture-view', 'picture-settings', 'picture-compare', 'picture-history'],
  ['picture-start'],
  ['picture-save', 'picture-copy', 'picture-reveal'],
];

async function toggleFullScreen(): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await document.documentElement.requestFullscreen();
}
