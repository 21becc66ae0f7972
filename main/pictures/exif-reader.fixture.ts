/** Another reader of pictures than ours, for what others find in them. */
import exifReader from 'exifreader';

/** Reads all tags of a picture's bytes. */
// oxlint-disable-next-line import/no-named-as-default-member -- it is CommonJS: Node has no named exports of it
export const { load } = exifReader;
