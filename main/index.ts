/** The desktop host: Electron starts here. Nothing may be awaited at the top: Electron is ready only after this module. */
import { setupDesktop } from './desktop/setup.ts';

setupDesktop();
