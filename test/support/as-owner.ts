// The service's own connections see nothing outside of a scope; tests look at all of it, as the database's owner does.
import type { Service } from '#sync/server/service.ts';
import { openCentral } from '#db/central/open.ts';

export function asOwner(service: Service, databaseUrl: string): Service {
  const central = openCentral(databaseUrl, 4);
  return {
    ...service, central,
    async stop() {
      await service.stop();
      await central.end({ timeout: 5 });
    },
  };
}
