"""What can be wrong with an account, a login, an invitation or a token."""

from activate_va.errors import ActivateError


class LoginNeeded(ActivateError):
    status = 401
    hint = "log in, or send Authorization: Bearer TOKEN with a token made under Account"


class WrongLogin(ActivateError):
    status = 403
    hint = "check both; whoever administers the server can invite you anew"


class TooManyBadLogins(ActivateError):
    status = 429
    hint = "wait, or have whoever administers the server invite you anew"


class InvitationVoid(ActivateError):
    status = 404
    hint = "each invitation works once and for some days: ask for a new one"


class WeakPassword(ActivateError):
    hint = "take a sentence, or several words; no special characters are asked for"


class UnfitName(ActivateError):
    hint = "letters, digits, dots, hyphens and underscores, sixty at most, beginning with a letter or a digit"


class HandleTaken(ActivateError):
    status = 409
    hint = "choose another handle; `activate-va accounts list` lists those that there are"


class AnnotatorNotFound(ActivateError):
    status = 404
    hint = "`activate-va accounts list` lists the people that there are"


class LastAdministrator(ActivateError):
    status = 409
    hint = "make somebody else an administrator first"


class TokenNameTaken(ActivateError):
    status = 409
    hint = "choose another name: events name tokens, so that none is given twice, revoked ones neither"


class ApiTokenNotFound(ActivateError):
    status = 404
    hint = "GET /api/tokens lists your tokens"


class NoAccounts(ActivateError):
    status = 409
    hint = "start it with --accounts"
