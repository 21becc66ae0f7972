/**
 * The contract of task stores, held by the one in memory. Tests of the dispatcher stand on it: a stand-in that kept another
 * contract than the history's store would prove nothing.
 */
import { keepsTheContract } from './task-store-contract.fixture.ts';
import { MemoryTaskStore } from './task-store.fixture.ts';

keepsTheContract('tasks in memory', () => {
  const store = new MemoryTaskStore();
  return { store, add: ({ device = 'cpu' } = {}) => store.add({ device }).id };
});
