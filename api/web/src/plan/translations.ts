// The subtitles in other languages. A plan that has none does not name them, as the server writes it.
import type { Plan, Translation } from './types.ts';

export function translationsOf(plan: Plan): readonly Translation[] {
  return plan.translations ?? [];
}

/** The plan with these translations. */
export function withTranslations(plan: Plan, translations: readonly Translation[]): Plan {
  const { translations: _before, ...rest } = plan;
  return translations.length === 0 ? rest : { ...rest, translations };
}
