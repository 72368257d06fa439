// Entry of the worker thread in which a snapshot is built, so that building one delays no call.
import { parentPort, workerData } from 'node:worker_threads';
import { buildSnapshot, type SnapshotTask } from './build-snapshot.ts';

parentPort?.postMessage(await buildSnapshot(workerData as SnapshotTask));
