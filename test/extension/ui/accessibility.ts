import axe from 'axe-core';
import type { FrameLocator } from 'playwright-core';

/** What WCAG 2.2 at level AA can be checked for by a program: names, roles, contrast. */
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** What axe-core finds wrong in a page inside the window, one line for each place. */
export async function accessibilityProblems(page: FrameLocator): Promise<readonly string[]> {
  const element = await page.locator('html').elementHandle();
  const frame = await element.ownerFrame();
  if (!frame) throw new Error('the page is gone');
  await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<Pick<axe.AxeResults, 'violations'>>(
    `axe.run({ runOnly: ${JSON.stringify(STANDARDS)}, resultTypes: ['violations'] })`,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
}
