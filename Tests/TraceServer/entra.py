"""The token endpoint: a form in, a token or Entra's six fields out."""
import base64
import json
import re
import secrets
import subprocess
import tempfile
import time
import urllib.parse
import uuid

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Refused(Exception):
    def __init__(self, status, error, number, words):
        self.status, self.error, self.number, self.words = status, error, number, words


def unpadded(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Entra:
    def __init__(self, settings, clock):
        self.settings, self.clock = settings, clock
        self.tokens = {}
        self.seen = set()
        self.issued = 0

    def answer(self, path, content_type, body):
        try:
            return 200, self._token(path, content_type, body)
        except Refused as refusal:
            stamp = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime(self.clock()))
            trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
            return refusal.status, {
                "error": refusal.error, "error_codes": [refusal.number], "timestamp": stamp, "trace_id": trace, "correlation_id": correlation,
                "error_description": f"AADSTS{refusal.number}: {refusal.words}\r\nTrace ID: {trace}\r\nCorrelation ID: {correlation}\r\nTimestamp: {stamp}"}

    def _token(self, path, content_type, body):
        if not content_type.startswith("application/x-www-form-urlencoded"):
            raise Refused(400, "invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'.")
        form = dict(urllib.parse.parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        for field in ("grant_type", "client_id", "scope"):
            if not form.get(field):
                raise Refused(400, "invalid_request", 900144, f"The request body must contain the following parameter: '{field}'.")
        if path != f"/{self.settings['tenant']}/oauth2/v2.0/token":
            raise Refused(400, "invalid_request", 90002, "Tenant not found. Check to make sure you have the correct tenant ID.")
        if form["grant_type"] != "client_credentials":
            raise Refused(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        if form["client_id"] != self.settings["client"]:
            raise Refused(400, "unauthorized_client", 700016, f"Application with identifier '{form['client_id']}' was not found in the directory.")
        if form["scope"] not in self.settings["scopes"]:
            raise Refused(400, "invalid_scope", 70011, f"The provided value for the input parameter 'scope' is not valid. The scope {form['scope']} is not valid.")
        if "client_assertion" in form or "client_assertion_type" in form:
            self._check_assertion(form)
        elif "client_secret" not in form:
            raise Refused(401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.")
        elif form["client_secret"] == self.settings.get("expired-secret"):
            raise Refused(401, "invalid_client", 7000222, "The provided client secret keys for app are expired.")
        elif form["client_secret"] != self.settings["secret"]:
            raise Refused(401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client "
                          f"secret value, not the client secret ID, for a secret added to app {form['client_secret']}.")
        token = "eyJ0." + secrets.token_urlsafe(48)
        life = self.settings.get("token-life", 3599)
        self.tokens[token] = (self.clock() + life, form["scope"], self.settings.get("has-role", True))
        self.issued += 1
        return {"token_type": "Bearer", "expires_in": self.settings.get("token-told", life), "ext_expires_in": life, "access_token": token}

    def _check_assertion(self, form):
        def bad(number, words):
            return Refused(401, "invalid_client", number, words)
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise Refused(400, "invalid_request", 50027, "The client_assertion_type is not supported.")
        parts = form.get("client_assertion", "").split(".")
        try:
            head, claims = json.loads(unpadded(parts[0])), json.loads(unpadded(parts[1]))
            signature = unpadded(parts[2])
        except Exception:
            raise bad(50027, "JWT token is invalid or malformed.")
        if not self._is_signed(head, ".".join(parts[:2]).encode(), signature):
            raise bad(700027, "The certificate with identifier used to sign the client assertion is not registered on application.")
        if claims.get("iss") != form["client_id"] or claims.get("sub") != form["client_id"]:
            raise bad(700021, "Client assertion application identifier does not match 'client_id' parameter.")
        if claims.get("aud") != self.settings["audience"]:
            raise bad(700023, "Client assertion audience claim does not match Realm issuer.")
        now = self.clock()
        if not claims.get("nbf", 0) <= now < claims.get("exp", 0) or claims["exp"] - claims["nbf"] > 600:
            raise bad(700024, "Client assertion is not within its valid time range.")
        if not claims.get("jti") or claims["jti"] in self.seen:
            raise bad(50027, "JWT token is invalid: its jti was used before.")
        self.seen.add(claims["jti"])

    def _is_signed(self, head, signed, signature):
        if head.get("alg") != "PS256" or head.get("typ") != "JWT" or not self.settings.get("certificate"):
            return False
        certificate = self.settings["certificate"]
        der = subprocess.run(["openssl", "x509", "-in", certificate, "-outform", "DER"], capture_output=True, check=True).stdout
        import hashlib
        if head.get("x5t#S256") != base64.urlsafe_b64encode(hashlib.sha256(der).digest()).decode().rstrip("="):
            return False
        with tempfile.TemporaryDirectory() as folder:
            for name, data in (("signed", signed), ("signature", signature)):
                with open(f"{folder}/{name}", "wb") as file:
                    file.write(data)
            with open(f"{folder}/public", "wb") as file:
                file.write(subprocess.run(["openssl", "x509", "-in", certificate, "-pubkey", "-noout"], capture_output=True, check=True).stdout)
            check = subprocess.run(["openssl", "dgst", "-sha256", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest", "-verify",
                                    f"{folder}/public", "-signature", f"{folder}/signature", f"{folder}/signed"], capture_output=True)
        return check.returncode == 0

    def judge(self, authorization, scope, now):
        """Of a request's head: None when it is let in, else a status and a word; `now` is by the clock of who asks."""
        found = re.fullmatch(r"Bearer (\S+)", authorization or "")
        known = self.tokens.get(found.group(1)) if found else None
        if known is None or known[1] != scope:
            return 401, "InvalidAuthenticationToken", "Access token is empty, invalid, or for another audience."
        if known[0] <= now:
            return 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired."
        if not known[2]:
            return 403, "Forbidden", "The caller has no permission to do this."
        return None
