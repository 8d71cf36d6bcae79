/** The page of one connection attempt as a person uses it. */
import type { Locator, Page } from 'playwright-core';
import { autopsyWords } from '../../../renderer/features/security/autopsy/words.ts';
import type { StepId } from '../../../shared/security/autopsy/model.ts';

export function attemptPage(page: Page) {
  const steps = page.getByRole('region', { name: autopsyWords.steps });
  return {
    steps,
    /** The head of a step, which opens it. */
    step: (id: StepId): Locator => steps.locator(`[data-step-head="${id}"]`),
    openAll: page.getByRole('button', { name: autopsyWords.showAll }),
  };
}
