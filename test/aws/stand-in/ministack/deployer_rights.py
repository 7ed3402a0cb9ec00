"""CloudFormation as AWS does it where MiniStack is kinder: it makes, reads, changes and deletes resources with the rights
of whoever asked for the operation (resource-actions.json has which), and it checks a change set before it can be
executed and tells what it found by DescribeEvents.
"""

import contextvars
import functools
import json
import re
from pathlib import Path

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import changesets, engine, handlers, provisioners, stacks

ACTIONS = json.loads((Path(__file__).parent / "resource-actions.json").read_text())

# The property that names what a resource belongs to, or the resource itself.
NAMES = {
    "AWS::S3::BucketPolicy": lambda props: props["Bucket"],
    "AWS::Lambda::EventInvokeConfig": lambda props: props["FunctionName"],
    "AWS::SNS::TopicPolicy": lambda props: props["Topics"][0],
    "AWS::SNS::Subscription": lambda props: props["TopicArn"],
    "AWS::Glue::Database": lambda props: props["DatabaseInput"]["Name"],
    "AWS::Glue::Table": lambda props: props["TableInput"]["Name"],
    "AWS::Athena::WorkGroup": lambda props: props["Name"],
    "AWS::Logs::LogGroup": lambda props: props["LogGroupName"],
}

EARLY = (
    "The following hook(s)/validation failed: [AWS::EarlyValidation::ResourceExistenceCheck]. To troubleshoot Early "
    "Validation errors, use the DescribeEvents API for detailed failure information."
)

# The access key of whoever asked for the operation that is under way.
requester = contextvars.ContextVar("requester", default="")
# Of change sets that were refused, by name and by id.
change_set_events = {}


def name_of(kind, found, props):
    if kind == "AWS::Logs::LogGroup":
        return NAMES[kind](props)
    return re.split("[:/]", NAMES[kind](props) if kind in NAMES else found)[-1]


def filled(pattern, kind, found, props):
    code = props.get("Code") or {}
    known = {
        **{key: value for key, value in props.items() if isinstance(value, str)},
        "name": name_of(kind, found, props),
        "region": get_region(),
        "account": get_account_id(),
        "code": f"{code.get('S3Bucket')}/{code.get('S3Key')}",
        "Target.RoleArn": (props.get("Target") or {}).get("RoleArn", ""),
    }
    return re.sub(r"\{([\w.]+)\}", lambda match: known[match[1]], pattern)


def require(enforce, phase, kind, found, props):
    for line in ACTIONS.get(kind, {}).get(phase, []):
        action, pattern, *passed_to = line.split(" ")
        resource = filled(pattern, kind, found, props)
        context = {"iam:PassedToService": passed_to[0]} if passed_to else None
        service = action.split(":")[0]
        if enforce(requester.get(), action, service, get_region(), resource, context) is not None:
            raise ValueError(
                f'Resource handler returned message: "The caller is not authorized to perform: {action} on resource: '
                f'{resource} because no identity-based policy allows the {action} action" (HandlerErrorCode: AccessDenied)'
            )


def install(enforce):
    """@param enforce: asks the policies of an access key; None is yes."""
    provision, update, delete = provisioners._provision_resource, provisioners._update_resource, provisioners._delete_resource

    def provision_allowed(kind, logical_id, props, stack_name):
        guess = f"{stack_name}-{logical_id}-0123456789AB"
        require(enforce, "before", kind, guess.lower() if kind == "AWS::S3::Bucket" else guess, props)
        made = provision(kind, logical_id, props, stack_name)
        for phase in ("create", "read"):
            require(enforce, phase, kind, made[0], props)
        return made

    def update_allowed(kind, physical_id, old, new, *rest, **named):
        if old != new:
            require(enforce, "update", kind, physical_id, new)
        return update(kind, physical_id, old, new, *rest, **named)

    def delete_allowed(kind, physical_id, props, *rest, **named):
        require(enforce, "delete", kind, physical_id, props)
        return delete(kind, physical_id, props, *rest, **named)

    for module in (provisioners, stacks):
        module._provision_resource = functools.wraps(provision)(provision_allowed)
        module._update_resource = functools.wraps(update)(update_allowed)
        module._delete_resource = functools.wraps(delete)(delete_allowed)
    checks_change_sets()


def checks_change_sets():
    create, describe = handlers._ACTION_HANDLERS["CreateChangeSet"], handlers._ACTION_HANDLERS["DescribeEvents"]

    def create_checked(params):
        answer = create(params)
        if answer[0] == 200:
            check_change_set(handlers._p(params, "StackName"), handlers._p(params, "ChangeSetName"))
        return answer

    def describe_of_change_sets(params):
        found = change_set_events.get((handlers._p(params, "StackName"), handlers._p(params, "ChangeSetName")))
        if found is None:
            return describe(params)
        members = "".join(
            "<member>" + "".join(f"<{key}>{handlers._esc(str(value))}</{key}>" for key, value in event.items()) + "</member>"
            for event in found
        )
        return handlers._xml(
            200,
            "DescribeEventsResponse",
            f"<DescribeEventsResult><OperationEvents>{members}</OperationEvents></DescribeEventsResult>",
        )

    handlers._ACTION_HANDLERS["CreateChangeSet"] = create_checked
    handlers._ACTION_HANDLERS["DescribeEvents"] = describe_of_change_sets


def check_change_set(stack_name, name):
    stack = handlers._resolve_stack(stack_name)
    _, change_set = changesets._find_change_set(name, stack_name)
    if stack is None or change_set is None or change_set["Status"] == "FAILED":
        return
    template, parameters = change_set["_template"], change_set["_resolved_params"]
    conditions = engine._evaluate_conditions(template, parameters)
    resources = template.get("Resources", {})
    owned = frozenset(each.get("PhysicalResourceId") for each in stack.get("_resources", {}).values())
    errors = stacks._validation_errors(
        resources,
        engine._topological_sort(resources, conditions),
        parameters,
        conditions,
        template.get("Mappings", {}),
        stack_name,
        change_set["StackId"],
        owned,
    )
    if not errors:
        return
    change_set.update(Status="FAILED", ExecutionStatus="UNAVAILABLE", StatusReason=EARLY)
    operation = provisioners.new_uuid()
    change_set_events[(stack_name, name)] = [
        stacks._operation_event(
            change_set["StackId"],
            operation,
            "VALIDATION_ERROR",
            "CREATE_CHANGESET",
            LogicalResourceId=logical_id,
            ResourceType=kind,
            ValidationFailureMode="FAIL",
            ValidationName=validation,
            ValidationStatus="FAILED",
            ValidationStatusReason=reason,
            ValidationPath=path,
        )
        for logical_id, kind, validation, path, reason in errors
    ]
