import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, startServer } from '../../src/server/server.ts';
import { createWords } from '../../src/words/say.ts';
import { createFakeDesk, type FakeDesk } from '../fakes/desk.ts';
import { launchChromium, noBrowser, phone } from './chromium.ts';

const words = createWords([join(import.meta.dirname, '../..')]);
const pictures = process.env.SCREENSHOT_DIR ?? mkdtempSync(join(tmpdir(), 'danbuoc-web-chat-'));

let browser: Browser;
let context: BrowserContext;
let page: Page;
let desk: FakeDesk;
let server: RunningServer;
let complaints: string[];

const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
const bubble = (text: string) => page.locator('.bubble', { hasText: text });
const row = (name: string) => page.locator('.person', { hasText: name }).last();

async function open(size = phone): Promise<void> {
  context = await browser.newContext({ viewport: size, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  page = await context.newPage();
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(server.address);
  await page.locator('.person').first().waitFor();
}

describe.skipIf(noBrowser !== null)(`the web chat page${noBrowser ? ` (${noBrowser})` : ''}`, () => {
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    complaints = [];
    desk = await createFakeDesk();
    server = await startServer({
      host: '127.0.0.1',
      port: 0,
      webChat: { desk, events: desk.events, words },
    });
    await open();
  });
  afterEach(async () => {
    await context.close();
    await server.close(0);
  });

  test('a newcomer sees the day, whom to speak as, and what to try', async () => {
    expect(await page.locator('#today').textContent()).toBe('Hôm nay: thứ Hai, 23/11/2026');
    expect(await page.locator('.people h3').allTextContents()).toEqual([
      'Bắt đầu từ đây',
      'Đảng uỷ xã Tân Lập',
      'Chi bộ Trường Trung học cơ sở Tân Lập',
    ]);
    const hint = page.locator('.start .person', { hasText: 'Lê Thuỳ Linh' }).locator('.hint');
    expect(await hint.textContent()).toContain('ở bước nào');
    expect(await hint.isVisible()).toBe(true);
    await picture('1-people');
    await page.locator('#search').fill('le thuy');
    expect(await page.locator('.person strong').allTextContents()).toEqual(['Lê Thuỳ Linh']);
    expect(complaints).toEqual([]);
  });

  test('speaks as the secretary: greeted, by button, by typing, with old buttons still there', async () => {
    await row('Nguyễn Thị Ánh Nguyệt').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    await picture('2-greeted');
    await page.locator('.choice', { hasText: 'Việc của tôi' }).click();
    await bubble('go:my-work').waitFor();
    await page.locator('#text').fill('Lê Thuỳ Linh đang ở bước nào?');
    await page.keyboard.press('Enter');
    await bubble('Đồng chí muốn làm việc nào?').waitFor();
    await picture('3-conversation');

    await page.locator('.choice', { hasText: 'Việc của tôi' }).first().click();
    await page.waitForFunction('document.querySelectorAll(".own").length === 3');
    expect(desk.received.map(({ body }) => body.kind)).toEqual(['start', 'button', 'text', 'button']);
    expect(await page.locator('.own .bubble').allTextContents()).toEqual([
      'Việc của tôi',
      'Lê Thuỳ Linh đang ở bước nào?',
      'Việc của tôi',
    ]);

    await page.reload();
    await bubble('Lê Thuỳ Linh đang ở bước nào?').first().waitFor();
    expect(await page.locator('.own .bubble').count()).toBe(3);
    expect(complaints).toEqual([]);
  });

  test('travels in time and sees that a reminder came for the mentor', async () => {
    await row('Lê Thuỳ Linh').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    await page.locator('#next-week').click();
    await page.getByText('Hôm nay: thứ Hai, 30/11/2026').waitFor();
    await page.locator('#back-badge', { hasText: '7' }).waitFor();
    await picture('4-reminders-for-others');
    await page.locator('#back').click();
    await page.locator('.news .person', { hasText: 'Trần Văn Dũng' }).waitFor();
    await picture('5-unread');
    await page.locator('.news .person').click();
    await bubble('hạn 30/11/2026').last().waitFor();
    await picture('6-reminder');
    await page.locator('#back').click();
    await page.locator('.news').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('a day is picked; an earlier one is refused with a sentence', async () => {
    await page.locator('#pick-day').click();
    await page.locator('#day').fill('2026-12-31');
    expect(await page.locator('#day-go').textContent()).toBe('Đi tới 31/12/2026');
    await picture('7-pick-day');
    await page.locator('#day-form .strong').click();
    await page.getByText('Hôm nay: thứ Năm, 31/12/2026').waitFor();
    await page.locator('#pick-day').click();
    await page.locator('#day').fill('2026-11-23');
    await page.locator('#day-form .strong').click();
    await page.locator('#time-note', { hasText: 'không quay lại' }).waitFor();
    expect(desk.time().today).toBe('2026-12-31');
  });

  test('what was not sent says so, and is sent once', async () => {
    await row('Lê Thuỳ Linh').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    desk.failNext(new Error('the database is away'));
    await page.locator('#text').fill('tôi còn thiếu gì?');
    await page.locator('#send').click();
    await page.locator('.failed .again').waitFor();
    await picture('8-not-sent');
    await page.locator('.failed .again').click();
    await bubble('Tôi nghe: “tôi còn thiếu gì?”').waitFor();
    expect(desk.received.filter(({ body }) => body.kind === 'text')).toHaveLength(1);
  });

  test('says that the connection is lost, and finds back', async () => {
    await row('Lê Thuỳ Linh').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    const port = Number(new URL(server.address).port);
    await server.close(0);
    await page.locator('#offline', { hasText: 'Mất mạng' }).waitFor();
    await picture('9-offline');
    const before = desk;
    desk = await createFakeDesk();
    for (const message of await before.history('3')) desk.tell('3', message);
    desk.tell('3', { text: 'Trong lúc mất kết nối', choices: [] });
    server = await startServer({ host: '127.0.0.1', port, webChat: { desk, events: desk.events, words } });
    await bubble('Trong lúc mất kết nối').waitFor();
    await page.locator('#offline').waitFor({ state: 'hidden' });
  });

  test('a pasted picture is answered, and never uploaded', async () => {
    await row('Lê Thuỳ Linh').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    await page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File(['secret'], 'don.png', { type: 'image/png' }));
      const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
      document.getElementById('text').dispatchEvent(paste);
    }`);
    await bubble('Tôi chưa đọc được ảnh').waitFor();
    expect(desk.received.at(-1)?.body).toEqual({ kind: 'media', media: 'photo' });
  });

  test('nothing is cut off at 360 px, and in English', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.locator('#language').click();
    await page.getByText('Today: Monday, 23/11/2026').waitFor();
    await row('Nguyễn Thị Ánh Nguyệt').click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overflow).toBe(0);
    await picture('10-narrow-english');
  });

  test('on a wide screen people and conversation stand side by side', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator('.start .person').first().click();
    await bubble('Tôi là Dẫn Bước').waitFor();
    expect(await page.locator('#people').isVisible()).toBe(true);
    await picture('11-wide');
  });
});
