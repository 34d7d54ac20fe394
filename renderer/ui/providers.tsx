// What must lie around every screen: the queue of scans, the actions and what the tray may offer.
import { useState, type ReactNode } from 'react';
import type { ScanBus } from '#renderer/scan/scan-bus.ts';
import { ScanProvider } from '#renderer/scan/scan-provider.tsx';
import { useServices } from '#renderer/services.ts';
import { ExpectationContext, createExpectations } from '#renderer/tray/expectations.ts';
import { ActionContext, createActionStack } from './action-stack.ts';

export function Providers({ bus, children }: { readonly bus: ScanBus; readonly children: ReactNode }) {
  const { sounds } = useServices();
  const [actions] = useState(createActionStack);
  const [expectations] = useState(createExpectations);
  return (
    <ScanProvider bus={bus} onUnclaimed={() => sounds.play('attention')} onFailed={(error) => { sounds.play('wrong'); reportError(error); }}>
      <ActionContext value={actions}>
        <ExpectationContext value={expectations}>{children}</ExpectationContext>
      </ActionContext>
    </ScanProvider>
  );
}
