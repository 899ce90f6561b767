"""What can be wrong with a request about a session."""

from activate_va.errors import ActivateError


class SessionNotFound(ActivateError):
    status = 404
    hint = "open the page without a session in its address; GET /api/sessions lists them all"


class SampleNotInPool(ActivateError):
    status = 404
    hint = "a sample_id is an index into the dataset's pool, from 0"


class SampleNotOnBoard(ActivateError):
    status = 409
    hint = "query or pick the sample first; another tab may have taken it off the board"


class SampleOnBoard(ActivateError):
    status = 409
    hint = "it stands on the board already; move it there"


class SampleNotPlaced(ActivateError):
    status = 409
    hint = "it stands in the unlabelled region; place it in a class instead"


class ClassOutOfRange(ActivateError):
    status = 422


class RepeatedSample(ActivateError):
    status = 422
    hint = "name each sample once"


class NothingToLabel(ActivateError):
    status = 409
    hint = "what somebody has labelled stays as it is; move it on the board"


class InvalidMixture(ActivateError):
    status = 422
    hint = "mix schemes that are trained, by weights of sum 1, or none: mixture={}"


class NoWords(ActivateError):
    status = 409
    hint = "train logistic regression on words, and let it predict"


class PredictionWithheld(ActivateError):
    status = 409
    hint = "in half of what several people label nobody sees the machine's predictions"


class SampleHeldOut(ActivateError):
    status = 409
    hint = "it belongs to the evaluation set, from which nothing may be learnt"


class DrawingMisshapen(ActivateError):
    status = 422
    hint = "give a value from 0 to 255 for each pixel, row by row, as the dataset's images are"


class OtherSamples(ActivateError):
    status = 409
    hint = "add samples to the session's dataset on the page Import"


class GuidelineOfProject(ActivateError):
    status = 409
    hint = "write it on the project's page: it is one for all of its members"


class OfAProject(ActivateError):
    status = 409
    hint = "begin a session of your own on the dataset"


class NothingToUndo(ActivateError):
    status = 409
    hint = "only selecting and labelling can be undone, and all of it has been"


class NothingToRedo(ActivateError):
    status = 409
    hint = "redo follows an undo; new labelling clears what could be redone"


class StepNotLast(ActivateError):
    status = 409
    hint = "you have acted in another window since; nothing was taken back. Look at the board, then undo there"


class StepNotFound(ActivateError):
    status = 409
    hint = "what was to be turned was itself refused; nothing is left to do"


class StepBuiltUpon(ActivateError):
    status = 409
    hint = "ask them to undo theirs first, or move the samples by hand"


class PlacementsChanged(ActivateError):
    status = 409
    hint = "a new model has placed them anew: look at them there, then confirm"


class RoundRunning(ActivateError):
    status = 409
    hint = "wait until it has finished, or cancel it with DELETE …/rounds/current"


class NoRoundRunning(ActivateError):
    status = 409
    hint = "start one with POST …/rounds"


class RoundNotFound(ActivateError):
    status = 404
    hint = "GET …/rounds lists the rounds there are"


class ModelNotFound(ActivateError):
    status = 404
    hint = (
        "the round's results name the training schemes that have a model; a session of a study keeps those of its"
        " last round only, unless the study's file says `keep: all`"
    )


class RepeatedScheme(ActivateError):
    status = 422
    hint = "name each training scheme once"


class PredictWithUntrained(ActivateError):
    status = 422
    hint = "choose one of the training schemes that are trained, or train this one too"


class ProbabilitiesMissing(ActivateError):
    status = 409
    hint = "train again: that computes them anew"


class NothingInferred(ActivateError):
    status = 404
    hint = "IL, ILS, IPL and SSL infer labels of the pool; each round that trains them keeps what they inferred"


class ClientKeyReused(ActivateError):
    status = 409
    hint = "make a new key for each new write"


class DatasetChanged(ActivateError):
    status = 409
    hint = "put the original files back, or begin a new session"


class ServerStopped(ActivateError):
    status = 500
    hint = "no label is lost; train again"


class UnreadableLog(ActivateError):
    status = 409
    hint = "a newer version wrote it: start that one, which reads older sessions too; other sessions are unharmed"


class SessionBusy(ActivateError):
    status = 503
    hint = "try again when less is happening in the session"


class TooFewLabels(ActivateError):
    status = 409
    hint = "label more samples of the classes that lack them, or set first_labels or first_classes lower"
