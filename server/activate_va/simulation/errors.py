"""What can go wrong in a simulated session."""

from activate_va.errors import ActivateError


class TruthMissing(ActivateError):
    hint = "a simulated labeller needs the true classes: give the dataset with y_train, or choose another"


class StudyRoundFailed(ActivateError):
    status = 500
    hint = "finished sessions are kept: run the same command again to go on"
