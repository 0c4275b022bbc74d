/** A process of its own: opens the folder it is given and appends events to one case until it is killed. */
import { appendEvents } from '../../../src/store/cases.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { laySmallTree, now, openCase, stepRecorded } from '../small-tree.ts';

const [dataDir = ''] = process.argv.slice(2);
try {
  const { db } = await openDatabase({ dataDir });
  const tree = await laySmallTree(db);
  const { caseId } = await openCase(db, tree.hamlet.id, 'Nguyễn Thị Lan');
  console.log(`case ${caseId}`);
  for (let at = 1; ; at += 1) {
    const event = stepRecorded(`e${at}`, 'introduced', '2026-05-04');
    await db.transaction((tx) =>
      appendEvents(tx, caseId, [event], { key: `k${at}`, recordedBy: tree.secretary, recordedAt: now }),
    );
    console.log(`recorded ${at}`);
  }
} catch (error) {
  console.log(`refused ${(error as { code?: string }).code}`);
  process.exit(3);
}
