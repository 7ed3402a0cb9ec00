import type { ChannelMessage } from "../../src/protocol/notebook/notebook-output.ts";
import type { MessagePipe } from "../shared/request-client.ts";
import type { RendererContext } from "./renderer-api.ts";

/** A channel of one drawn output to the extension; all outputs of a notebook share what carries them. */
export interface OutputChannel extends MessagePipe {
  /** Tells the extension that the output is drawn no longer. */
  close(): void;
}

/** @param subject what is drawn: `run/<id>` or `form`. */
export function openChannel(context: RendererContext, subject: string): OutputChannel {
  const channel = `${subject}/${crypto.randomUUID()}`;
  const post = (message: ChannelMessage): void => context.postMessage?.(message);
  return {
    send: (message) => post({ channel, message }),
    listen: (listener) => {
      const listening = context.onDidReceiveMessage?.((message) => {
        if (isChannelMessage(message) && message.channel === channel) listener(message.message);
      });
      return () => listening?.dispose();
    },
    close: () => post({ channel }),
  };
}

function isChannelMessage(message: unknown): message is ChannelMessage {
  return typeof message === "object" && message !== null && "channel" in message;
}
