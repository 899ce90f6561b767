// A measure as the catalogue has it, for tests.

import type { MeasureInfo } from '../contract';

export const measureInfo = (name: string, more: Partial<MeasureInfo> = {}): MeasureInfo => ({
  name,
  title: name,
  description: '',
  unit: '%',
  better: 'higher',
  digits: 1,
  scale: 100,
  per_class: false,
  headline: true,
  ...more,
});
