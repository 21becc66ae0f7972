/** What drivers and libraries say where there is none, and what it means to a person. */
const KNOWN: readonly { readonly says: readonly RegExp[]; readonly means: string }[] = [
  { says: [/WebGPU adapter|No supported adapters/i], means: 'No graphics card that WebGPU can use was found.' },
  { says: [/no CUDA-capable device|CUDA failure (35|100)\b/i], means: 'No NVIDIA graphics card was found.' },
  {
    says: [/providers?_?cuda|libcu/i, /shared library|cannot open|No such file/i],
    means: 'Its libraries are not installed: docs/devices.md tells how to get them.',
  },
];

/** In words where the cause is known; otherwise as it was said, without the advice that is for the command line. */
export function deviceProblem(said: string): string {
  const found = KNOWN.find(({ says }) => says.every((part) => part.test(said)));
  return found?.means ?? said.replace(/; use --device cpu$/, '');
}
