import type { openPipeline } from '../../native-models/sampling/pipeline.ts';

/** What `core` asks of the engine. Hosts hand it in: a run may live in another process, and starts up only when needed. */
export interface Engine {
  readonly openPipeline: typeof openPipeline;
}
