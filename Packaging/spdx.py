#!/usr/bin/env python3
"""Lists what is inside a package of calfold as SPDX 2.3: the packages of Swift that are linked into the program, Swift's own
libraries, and the libraries of the system that it asks for.

    spdx.py calfold_VERSION_ARCH.deb > calfold.spdx.json
"""
import datetime
import hashlib
import json
import os
import re
import subprocess
import sys

LICENCES = {"grdb.swift": "MIT", "swift-argument-parser": "Apache-2.0", "yams": "MIT", "flyingfox": "MIT"}


def field(deb, name):
    return subprocess.run(["dpkg-deb", "--field", deb, name], check=True, capture_output=True, text=True).stdout.strip()


def package(name, version, licence, location, **more):
    identifier = "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)
    return {"SPDXID": identifier, "name": name, "versionInfo": version, "downloadLocation": location, "filesAnalyzed": False,
            "licenseConcluded": licence, "licenseDeclared": licence, "copyrightText": "NOASSERTION", **more}


def main():
    deb = sys.argv[1]
    version = field(deb, "Version")
    with open(deb, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    whole = package("calfold", version, "NOASSERTION", "NOASSERTION", packageFileName=os.path.basename(deb),
                    checksums=[{"algorithm": "SHA256", "checksumValue": digest}], primaryPackagePurpose="APPLICATION")
    with open("Package.resolved", encoding="utf-8") as file:
        pins = json.load(file)["pins"]
    inside = [package(pin["identity"], pin["state"]["version"], LICENCES.get(pin["identity"], "NOASSERTION"),
                      f"git+{pin['location']}@{pin['state']['revision']}") for pin in pins]
    inside.append(package("libyaml", "0.2.5", "MIT", "NOASSERTION", comment="Part of Yams."))
    swift = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"Swift version (\S+)", swift)
    inside.append(package("swift-runtime", found[1] if found else "NOASSERTION", "Apache-2.0 WITH Swift-exception",
                          "https://github.com/swiftlang/swift", comment="Runtime, standard library, Dispatch and Foundation, statically linked."))
    inside.append(package("icu", "NOASSERTION", "Unicode-3.0", "https://github.com/swiftlang/swift-foundation-icu", comment="Part of Foundation."))
    asked = []
    for depend in field(deb, "Depends").split(","):
        name, _, constraint = depend.split("|")[0].strip().partition(" ")
        asked.append(package(name, constraint.strip("()") or "NOASSERTION", "NOASSERTION", "NOASSERTION"))
    relations = [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": whole["SPDXID"]}]
    relations += [{"spdxElementId": whole["SPDXID"], "relationshipType": "STATIC_LINK", "relatedSpdxElement": one["SPDXID"]} for one in inside]
    relations += [{"spdxElementId": whole["SPDXID"], "relationshipType": "DEPENDS_ON", "relatedSpdxElement": one["SPDXID"]} for one in asked]
    created = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), datetime.timezone.utc)
    json.dump({"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": f"calfold-{version}",
               "documentNamespace": f"urn:calfold:{digest}",
               "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: calfold-spdx.py"]},
               "packages": [whole] + inside + asked, "relationships": relations}, sys.stdout, indent=1, sort_keys=True)
    print()


if __name__ == "__main__":
    main()
