import exifReader from 'exifreader';

// oxlint-disable-next-line import/no-named-as-default-member -- it is CommonJS: Node has no named exports of it
export const { load } = exifReader;
