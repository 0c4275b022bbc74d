/** `danbuoc serve`: hears people and answers them; with the embedded database it does the work too. */
import { runProduct } from './product.ts';

export const run = (): Promise<number> => runProduct('serve');
