/** `danbuoc start`: the whole product in one process. */
import { runProduct } from './product.ts';

export const run = (): Promise<number> => runProduct('all');
