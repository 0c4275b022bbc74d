/** `danbuoc work`: plans reminders, delivers messages, sweeps. */
import { runProduct } from './product.ts';

export const run = (): Promise<number> => runProduct('work');
