/** The product as a newcomer meets it: the real program, its sample, a phone's browser. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../journeys/world.ts';
import { launchChromium, noBrowser, phone } from './chromium.ts';

const pictures = process.env.SCREENSHOT_DIR ?? mkdtempSync(join(tmpdir(), 'danbuoc-whole-'));

describe.skipIf(noBrowser !== null)(
  `the whole product in a browser${noBrowser ? ` (${noBrowser})` : ''}`,
  () => {
    let world: World;
    let browser: Browser;
    let page: Page;
    const complaints: string[] = [];

    beforeAll(async () => {
      [world, browser] = await Promise.all([startWorld(), launchChromium()]);
      const context = await browser.newContext({
        viewport: phone,
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('console', (line) => {
        if (line.type() === 'error') complaints.push(line.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      await page.goto(world.address);
    });
    afterAll(async () => {
      await browser?.close();
      await world?.close();
    });

    const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
    const bubble = (text: string | RegExp) => page.locator('.bubble', { hasText: text }).last();

    async function speakAs(name: string): Promise<void> {
      if (await page.locator('#back').isVisible()) await page.locator('#back').click();
      await page.locator('#search').fill(name);
      await page.locator('.person', { hasText: name }).last().click();
      await page.locator('#text').waitFor();
    }

    async function say(text: string, answer: string | RegExp): Promise<void> {
      await page.locator('#text').fill(text);
      await page.keyboard.press('Enter');
      await bubble(answer).waitFor();
    }

    /** The newest choice with these words. */
    async function tap(label: string, answer: string | RegExp): Promise<void> {
      await page
        .locator('.choice')
        .filter({ has: page.getByText(label, { exact: true }) })
        .last()
        .click();
      await bubble(answer).waitFor();
    }

    test('the secretary registers a candidate', async () => {
      await speakAs('Trần Văn Dũng');
      await bubble('Tôi là Dẫn Bước').waitFor();
      await picture('whole-1-greeted');
      await say('thêm quần chúng', /Họ và tên/);
      await say('Nguyễn Thị Hoa Mai', /Ngày sinh/);
      await say('5/3/2001', /nam hay nữ/);
      await tap('Nữ', /học vấn/);
      await say('tot nghiep trung hoc pho thong', /nhóm nào/);
      await tap('Người dân ở khu dân cư', /đoàn viên/);
      await say('co', /hồ sơ riêng/);
      await say('khong', /giới thiệu với chi bộ ngày nào/);
      await say('hom qua', 'Ghi lại như trên?');
      await picture('whole-2-summary');
      await tap('Ghi lại', /Đã đưa Nguyễn Thị Hoa Mai/);
    });

    test('records a vote that fails, with the arithmetic, and then one that passes', async () => {
      const vote = async (inFavour: string, outcome: RegExp): Promise<void> => {
        await say('tình hình Lê Hương Giang', /Bước tới/);
        await tap('Ghi biểu quyết', /ngày nào/i);
        await say('hôm nay', /bao nhiêu/);
        await say('20', /không tính|trừ/);
        await say('0', /tán thành/);
        await say(inFavour, 'Ghi lại như trên?');
        await picture(`whole-3-vote-${inFavour}`);
        await tap('Ghi lại', outcome);
      };
      await vote('13', /cần ít nhất 14; tán thành 13/);
      await vote('14', /cần ít nhất 14; tán thành 14/);
      await picture('whole-4-vote-passed');
    });

    test('travels in time; a reminder reaches the mentor', async () => {
      await page.locator('#next-week').click();
      await page.getByText('Hôm nay: thứ Hai, 30/11/2026').waitFor();
      await speakAs('Phạm Thị Hoà');
      await bubble(/nhận xét/i).waitFor();
      await picture('whole-5-mentor-reminder');
    });

    test('the candidate asks which step they have reached, and sees nothing of the inside', async () => {
      await speakAs('Lê Hương Giang');
      await bubble('Tôi là Dẫn Bước').waitFor();
      await say('toi dang o buoc nao', /Đồng chí đang|Hồ sơ của đồng chí|đề nghị kết nạp/);
      await picture('whole-6-candidate');
      const heard = (await page.locator('.bubble').allTextContents()).join('\n');
      expect(heard).not.toMatch(/tán thành|thẩm tra|biểu quyết|14\/20/);
      expect(complaints).toEqual([]);
    });
  },
);
