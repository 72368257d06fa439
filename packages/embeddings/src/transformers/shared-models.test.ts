import { expect, it } from 'vitest';
import type { FeaturePipeline } from './pipeline.ts';
import { borrowModel, type OpenModel } from './shared-models.ts';

const pipeline = {} as FeaturePipeline;

class Opener {
  opened = 0;
  disposed = 0;
  readonly open = async (): Promise<OpenModel> => {
    this.opened++;
    return {
      pipeline,
      revision: 'r',
      dispose: async () => {
        this.disposed++;
      },
    };
  };
}

it('all who ask for one model share it, and the last one closes it', async () => {
  const shared = new Opener();
  const [a, b] = await Promise.all([borrowModel('a', shared.open), borrowModel('a', shared.open)]);
  expect(shared.opened).toBe(1);
  await a.release();
  expect(shared.disposed).toBe(0);
  const c = await borrowModel('a', shared.open);
  await b.release();
  await c.release();
  expect([shared.opened, shared.disposed]).toEqual([1, 1]);
});

it('another model is another session', async () => {
  const opener = new Opener();
  const models = [await borrowModel('a', opener.open), await borrowModel('b', opener.open)];
  expect(opener.opened).toBe(2);
  for (const model of models) await model.release();
  expect(opener.disposed).toBe(2);
});

it('after the last one closed it, it is opened again', async () => {
  const opener = new Opener();
  await (await borrowModel('a', opener.open)).release();
  await (await borrowModel('a', opener.open)).release();
  expect([opener.opened, opener.disposed]).toEqual([2, 2]);
});

it('a failure to open reaches all who ask at the time, and the next one tries again', async () => {
  const failing = (): Promise<OpenModel> => Promise.reject(new Error('no such file'));
  const asked = [borrowModel('a', failing), borrowModel('a', failing)];
  for (const each of asked) await expect(each).rejects.toThrow('no such file');
  const opener = new Opener();
  await (await borrowModel('a', opener.open)).release();
  expect([opener.opened, opener.disposed]).toEqual([1, 1]);
});
