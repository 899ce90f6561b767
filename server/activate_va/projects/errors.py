"""What can be wrong with a request about a project."""

from activate_va.errors import ActivateError


class ProjectNotFound(ActivateError):
    status = 404
    hint = "GET /api/projects lists those that you are a member of"


class NotAMember(ActivateError):
    status = 404
    hint = "GET …/projects/{project_id} lists the members"


class LastOwner(ActivateError):
    status = 409
    hint = "make somebody else an owner first"


class TooFewSamples(ActivateError):
    status = 422


class NothingLeft(ActivateError):
    status = 409
    hint = "all samples are labelled or with others; what people leave comes back some minutes after they went"


class LabelsWithheld(ActivateError):
    status = 403
    hint = "label what you are asked for, or give it back"


class NotDecided(ActivateError):
    status = 409
    hint = "label it first, on the board where you adjudicate"


class NoKnownAnswers(ActivateError):
    status = 422
    hint = "name samples of the pool with their classes, or ask for fewer"


class NothingToPool(ActivateError):
    status = 409
    hint = "label samples of two classes first"


class SharedOut(ActivateError):
    status = 409
    hint = "get samples: the project hands out those that are next"


class OwnersOnly(ActivateError):
    status = 403
    hint = "ask an owner of the project"


class ProjectBusy(ActivateError):
    status = 503
    hint = "try again"
