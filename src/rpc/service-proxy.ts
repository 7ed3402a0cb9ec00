import type { CallOptions, MethodOf, ProgressOf, RequestOf, ResultOf } from "../protocol/service/methods.ts";

/** Calls one method of a service by name. */
export type CallByName<Service> = <Method extends MethodOf<Service>>(
  method: Method,
  request: RequestOf<Service, Method>,
  options?: CallOptions<ProgressOf<Service, Method>>,
) => Promise<ResultOf<Service, Method>>;

/** A service each of whose methods passes what it is given to `call`. */
export function serviceProxy<Service>(methods: readonly MethodOf<Service>[], call: CallByName<Service>): Service {
  const proxy: Partial<Record<MethodOf<Service>, unknown>> = {};
  for (const method of methods)
    proxy[method] = async (
      request: RequestOf<Service, typeof method>,
      options?: CallOptions<ProgressOf<Service, typeof method>>,
    ) => call(method, request, options);
  return proxy as Service;
}
