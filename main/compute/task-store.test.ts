import { keepsTheContract } from './task-store-contract.fixture.ts';
import { MemoryTaskStore } from './task-store.fixture.ts';

keepsTheContract('tasks in memory', () => {
  const store = new MemoryTaskStore();
  return { store, add: ({ device = 'cpu' } = {}) => store.add({ device }).id };
});
