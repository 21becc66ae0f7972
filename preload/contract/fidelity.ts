import { z } from 'zod';
import { METRICS } from '../../native-models/metrics/metrics.ts';

const metricId = z.enum(METRICS.map(({ id }) => id));

/** Of the metrics that are named. */
export const metricValues = z.partialRecord(metricId, z.number()).readonly();

/** How near a picture is to another; what is left out is said in native-models/metrics/fidelity.ts. */
export const fidelity = z.object({ identical: z.boolean(), values: metricValues }).readonly();
