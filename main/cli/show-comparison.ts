/** What `npm run comparison` runs: the embedded model, in full and by inheritance, as a page to look at. */
import { join, relative } from 'node:path';
import { comparisonTable } from './comparison-table.ts';
import { hasScreen, openInBrowser } from './open-in-browser.ts';
import { reportError } from './report-error.ts';
import { withModel } from './with-model.ts';
import { compare } from '../compare/compare.ts';
import { decideSettings, strategyNamed } from '../runs/decide-settings.ts';
import { describeModel } from '../models/describe-model.ts';
import { dataFolder, EMBEDDED_MODEL } from '../base/places.ts';
import { recommendationOf } from '../models/recommendation.ts';
import { saveComparison, savePicture } from '../export/comparison/comparison-files.ts';
import { newFolder, writeOver } from '../base/files.ts';
import { comparisonPage } from '../export/report/page.ts';

const STRATEGIES = ['CO6', 'CO3', 'LI1'];
const MODE = 'P5+';
/** Where the model advises none. */
const PROMPTS = ['a red fox', 'a rocket', 'a strawberry'];
const CASES = 3;
const SEED = 4127;
const REPEATS = 3;

async function showComparison(): Promise<number> {
  const flags = { device: 'cpu', devicePrecision: 'auto', threads: 0, memory: 'fast', data: dataFolder() } as const;
  const description = await describeModel(EMBEDDED_MODEL, flags.data);
  const advice = await recommendationOf(EMBEDDED_MODEL);
  const settings = await decideSettings(description, advice, {});
  const named = await Promise.all(STRATEGIES.map((name) => strategyNamed(description, name, { mode: MODE })));
  const prompts = (advice.prompts.length > 0 ? advice.prompts : PROMPTS).slice(0, CASES);

  return await withModel(flags, description, async ({ model, display, signal }) => {
    const folder = await newFolder(join(process.cwd(), 'heirloom-out', 'comparison'));
    display.line(`Comparing ${STRATEGIES.join(', ')} in ${MODE} with the full UNet, on ${prompts.length} prompts.`);
    const job = {
      settings,
      cases: prompts.map((prompt) => ({ prompt, seed: SEED })),
      strategies: named.filter((strategy) => strategy !== null),
      equalTime: true,
      repeats: REPEATS,
      save: savePicture.bind(null, folder),
    };
    const comparison = await compare(model, job, display.watch, signal);
    display.clear();
    if (comparison.columns.length === 0) {
      display.line('Stopped before a picture was finished.');
      return 1;
    }
    await saveComparison(folder, comparison, 'dark');
    const page = await writeOver(join(folder, 'index.html'), comparisonPage(comparison));
    process.stdout.write(`\n${comparisonTable(comparison)}\n\nLook at it: ${relative(process.cwd(), page)}\n`);
    if (!comparison.interrupted && hasScreen() && !process.argv.includes('--no-open')) openInBrowser(page);
    return comparison.interrupted ? 1 : 0;
  });
}

try {
  process.exitCode = await showComparison();
} catch (error) {
  process.exitCode = reportError(error, process.argv.includes('--verbose'));
}
