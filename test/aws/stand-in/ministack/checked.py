"""MiniStack with what the gateway needs to answer as Athena under the caller's own rights.

- A request that carries CHECK (JSON, {"action": "athena:…", "resource": arn}) is not answered: its signature and the
  caller's policies are checked for that action and resource, and the answer names the caller. Athena's calls name no
  workgroup when they name a query, so only the gateway knows the resource; QuickSight is not known here at all.
- A request that carries CALLER (an access key) counts as that caller's, whoever signed it: the engine reads Glue and
  S3 for the caller, as Athena does with forward access sessions.
- SSM's GetParametersByPath counts as an action on the path that it names.
- /_stand-in/caller?key=… tells whose an access key is.
- /_stand-in/checks tells what was asked of policies: callers, actions, resources and whether each was allowed.
- /_stand-in/alarms?at=… evaluates the alarms at a time of the test's own (alarms.py).
- CloudFormation has no more rights than whoever asks it (deployer_rights.py).

Only the gateway can send these headers: it drops them from what it passes on.
"""

import json
import re
from urllib.parse import parse_qs

import alarms
import deployer_rights
from ministack import app as ministack
from ministack.core import iam_actions, iam_evaluator

CHECK = "x-stand-in-check"
CALLER = "x-stand-in-caller"

answer_all = ministack.app
answer_athena = ministack.SERVICE_HANDLERS["athena"]
detect_service = ministack.detect_service
find_action = iam_actions.extract_iam_action
find_resource = iam_actions.extract_resource_arn
pin_signature = ministack.pin_signed_request
enforce_policies = iam_evaluator.enforce
checks = {}


def service_of(method, path, headers, *rest):
    return "athena" if CHECK in headers else detect_service(method, path, headers, *rest)


def checked_action(service, method, path, headers, *rest):
    if CHECK in headers:
        return json.loads(headers[CHECK])["action"]
    return find_action(service, method, path, headers, *rest)


def checked_resource(service, method, path, headers, body, query_params, region, account):
    if CHECK in headers:
        return json.loads(headers[CHECK])["resource"]
    resource = find_resource(service, method, path, headers, body, query_params, region, account)
    # GetParametersByPath is allowed by the path that it names, which MiniStack does not know.
    if resource == "*" and service == "ssm" and (below := json.loads(body or b"{}").get("Path")):
        return f"arn:aws:ssm:{region}:{account}:parameter{below}"
    return resource


async def athena(method, path, headers, body, query_params):
    if CHECK not in headers:
        return await answer_athena(method, path, headers, body, query_params)
    answer = json.dumps(caller_of(ministack.extract_access_key_id(headers, query_params)))
    return 200, {"Content-Type": "application/json"}, answer.encode()


def pin_unless_vouched(method, raw_path, query_params, raw_headers, handshake=False):
    if any(name == CALLER.encode() for name, _ in raw_headers):
        pin_signature(method, raw_path, {}, [])
        iam_evaluator._anonymous.set(False)
    else:
        pin_signature(method, raw_path, query_params, raw_headers, handshake)


def noted_enforce(access_key, action, service, region, resource_arn="*", service_context=None):
    if service == "cloudformation":
        deployer_rights.requester.set(access_key)
    denied = enforce_policies(access_key, action, service, region, resource_arn, service_context)
    checks[(caller_of(access_key)["arn"], action, resource_arn, denied is None)] = None
    return denied


def caller_of(access_key):
    identity = iam_evaluator.resolve_caller_identity(access_key) or {}
    return {"accessKeyId": access_key, "arn": identity.get("userArn", "")}


async def tell(what, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps(what).encode()})


async def app(scope, receive, send):
    if scope["type"] == "http":
        if scope["path"] == "/_stand-in/caller":
            key = parse_qs(scope["query_string"].decode())["key"][0]
            account = iam_evaluator.find_iam_access_key_account(key)
            if account:
                ministack.set_request_account_id(account)
            return await tell(caller_of(key), send)
        if scope["path"] == "/_stand-in/checks":
            names = ("caller", "action", "resource", "allowed")
            return await tell([dict(zip(names, check)) for check in list(checks)], send)
        if scope["path"] == "/_stand-in/alarms":
            at = float(parse_qs(scope["query_string"].decode())["at"][0])
            ministack.set_request_account_id("000000000000")
            ministack.set_request_region("us-east-1")
            return await tell(alarms.evaluate(at), send)
        scope = {**scope, "headers": signed_by_caller(scope["headers"])}
    await answer_all(scope, receive, send)


def signed_by_caller(headers):
    caller = next((value for name, value in headers if name == CALLER.encode()), None)
    if caller is None:
        return headers
    return [
        (name, re.sub(rb"Credential=[^/]+/", b"Credential=" + caller + b"/", value))
        if name == b"authorization"
        else (name, value)
        for name, value in headers
    ]


iam_actions.extract_iam_action = checked_action
iam_actions.extract_resource_arn = checked_resource
ministack.detect_service = service_of
ministack.SERVICE_HANDLERS["athena"] = athena
ministack.pin_signed_request = pin_unless_vouched
iam_evaluator.enforce = noted_enforce
alarms.install()
deployer_rights.install(noted_enforce)
ministack.app = app

if __name__ == "__main__":
    ministack.main()
