import { OutcomeError } from '@qis/core';
import type { ToolRouter } from '@qis/core/tools';
import type { Admitted, Scope } from '@qis/rest/gateway';

/**
 * A router that does what the principal's scopes allow, by the rules of the gateway, and answers everything else with words
 * for the model: its host cannot mend a status of HTTP, and some take one for a server that is broken.
 */
export function permittedRouter({ principal, router }: Admitted): Required<ToolRouter> {
  const may = (scope: Scope): boolean => principal.scopes.includes(scope);
  const assertMay = (scope: Scope): void => {
    if (may(scope)) return;
    const message = `This needs the scope ${scope}, which the credentials of this connection lack; calling again will not help. Go on with your task without it, and tell the user if it matters.`;
    throw new OutcomeError('NOT_SUPPORTED', message);
  };
  return {
    async deposit(packet, options) {
      assertMay('deposit');
      return router.deposit(packet, options);
    },
    async query(problem, options) {
      assertMay('query');
      return router.query(problem, options);
    },
    async synthesize(problem, outcome, options) {
      assertMay('query');
      if (outcome) assertMay('deposit');
      return router.synthesize(problem, outcome, options);
    },
    // They are packets of others, and come with every call.
    answers: async (agentId, options) => (may('query') ? router.answers(agentId, options) : []),
  };
}
