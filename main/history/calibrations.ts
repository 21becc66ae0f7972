import type { Calibration } from '../../preload/contract/model.ts';
import { millisecondsOf } from './store/instant.ts';
import { objectIn } from './store/stored-json.ts';
import type { Store } from './store/store.ts';

/** The newest calibration of each model and size. */
export interface Calibrations {
  /** The newest, of the size if one is given. */
  get(modelId: string, size?: { readonly width: number; readonly height: number }): Calibration | null;
  save(calibration: Calibration): void;
}

export function openCalibrations({ query, first, run }: Store): Calibrations {
  return {
    get: (modelId, size) => {
      const ofModel = query.selectFrom('calibrations').select('calibration').where('model_id', '=', modelId);
      const ofSize = size ? ofModel.where('width', '=', size.width).where('height', '=', size.height) : ofModel;
      const row = first(ofSize.orderBy('created_at', 'desc').limit(1));
      return row && (objectIn(row.calibration, 'a calibration') as Calibration);
    },
    save: (calibration) => {
      const { modelId, width, height, created } = calibration;
      const values = { created_at: millisecondsOf(created), calibration: JSON.stringify(calibration) };
      run(
        query
          .insertInto('calibrations')
          .values({ model_id: modelId, width, height, ...values })
          .onConflict((conflict) => conflict.columns(['model_id', 'width', 'height']).doUpdateSet(values)),
      );
    },
  };
}
