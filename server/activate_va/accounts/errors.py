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
    hint = "letters, digits, dots, hyphens, underscores and @, sixty at most, beginning with a letter or a digit"


class HandleTaken(ActivateError):
    status = 409
    hint = "choose another handle; `activate-va accounts list` lists those that there are"


class NotAdmitted(ActivateError):
    """Somebody vouches for a person who has no account here."""

    status = 403
    hint = "have whoever administers the server make an account for you, and say them what is named here"


class LoginUnproven(ActivateError):
    """What came back from the identity provider does not show who logged in there."""

    status = 403
    hint = (
        "begin again from the page's Log in; where it stays so, whoever administers the server sees more in its output"
    )


class ProviderUnreachable(ActivateError):
    status = 503
    hint = "try again in a moment; a password or a token of this server's own works meanwhile"


class NoProvider(ActivateError):
    status = 409
    hint = "set ACTIVATE_VA_OIDC_ISSUER and ACTIVATE_VA_OIDC_CLIENT_ID, beside --accounts"


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
