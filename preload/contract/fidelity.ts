import { z } from 'zod';
import { METRICS } from '../../native-models/metrics/metrics.ts';
import { LIMITS } from '../../native-models/vocabulary.ts';

const metricId = z.enum(METRICS.map(({ id }) => id));

/** Of the metrics that are named. */
export const metricValues = z.partialRecord(metricId, z.number()).readonly();

/** Values that the history is filtered by. */
export const metricBounds = z.partialRecord(metricId, z.number().min(-LIMITS.metric).max(LIMITS.metric)).readonly();

/** How near a picture is to another; what is left out is said in native-models/metrics/fidelity.ts. */
export const fidelity = z.object({ identical: z.boolean(), values: metricValues }).readonly();
