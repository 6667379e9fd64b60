#!/usr/bin/python3
"""Reads a site's name by SOAP with zeep, which knows nothing of VM Turntable but its published contracts.

    read_site.py BASE-URL CA.pem CERTIFICATE.pem KEY.pem

Loads the contracts of a broker's services from their ?wsdl, asks the site for one resource property in a signed request over mutual TLS, and
prints the services and the answer. zeep signs Body and Timestamp alone, but the contracts' policy wants the WS-Addressing headers
signed too: SignedRequest adds that. Needs python3-zeep and python3-xmlsec.
"""
import datetime
import sys

import requests
import xmlsec
from lxml import etree
from lxml.builder import ElementMaker
from zeep import Client, Transport, ns
from zeep.wsse.utils import ensure_id, get_security_header

SERVICES = "vm migration site hosting aaa drac lightpath subscription".split()
SITE = "http://vmturntable.org/2026/11/site"
X509 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
LIFE = datetime.timedelta(minutes=1)
WSU = ElementMaker(namespace=ns.WSU, nsmap={"wsu": ns.WSU})
WSSE = ElementMaker(namespace=ns.WSSE, nsmap={"wsse": ns.WSSE})


class SignedRequest:
    """WS-Security 1.1: an X.509 token, a timestamp, and a signature over it, the body and every WS-Addressing header."""

    def __init__(self, certificate, key):
        self.key = xmlsec.Key.from_file(key, xmlsec.KeyFormat.PEM)
        with open(certificate, encoding="ascii") as pem:
            self.token = "".join(line.strip() for line in pem if "-----" not in line)

    def apply(self, envelope, headers):
        security = get_security_header(envelope)
        token = WSSE.BinarySecurityToken(self.token, ValueType=X509, EncodingType=BASE64)
        security.append(token)
        security.append(self.timestamp())
        signature = xmlsec.template.create(envelope, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256)
        security.append(signature)
        reference = WSSE.Reference(URI="#" + ensure_id(token), ValueType=X509)
        xmlsec.template.ensure_key_info(signature).append(WSSE.SecurityTokenReference(reference))
        self.sign(envelope, security, signature)
        return envelope, headers

    def sign(self, envelope, security, signature):
        context = xmlsec.SignatureContext()
        context.key = self.key
        parts = envelope.xpath("./*[local-name()='Body'] | ./*/wsa:*", namespaces={"wsa": ns.WSA})
        for part in parts + [security.find(etree.QName(ns.WSU, "Timestamp"))]:
            name = ensure_id(part)
            context.register_id(part, "Id", ns.WSU)
            reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#" + name)
            xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
        context.sign(signature)

    @staticmethod
    def timestamp():
        now = datetime.datetime.now(datetime.timezone.utc)
        words = [moment.strftime("%Y-%m-%dT%H:%M:%S.000Z") for moment in (now, now + LIFE)]
        return WSU.Timestamp(WSU.Created(words[0]), WSU.Expires(words[1]))

    def verify(self, envelope):
        # zeep can check a signature over Body and Timestamp only; mutual TLS says who answered.
        return envelope


def main(base, authority, certificate, key):
    session = requests.Session()
    session.trust_env = False  # else REQUESTS_CA_BUNDLE counts more than what is said here
    session.verify = authority
    session.cert = (certificate, key)
    transport = Transport(session=session, timeout=30)
    for service in SERVICES:
        client = Client("%s/%s?wsdl" % (base, service), transport=transport)
        for binding in client.wsdl.bindings.values():
            print("contract", binding.port_type.name.localname, len(binding.all()))
    client = Client(base + "/site?wsdl", transport=transport, wsse=SignedRequest(certificate, key))
    [name] = client.wsdl.bindings
    port = client.create_service(name, base + "/site")
    answer = port.GetResourceProperty(etree.QName(SITE, "SiteId"))
    print("answer", words(answer))


def words(value):
    """The text of what zeep makes of open content."""
    if isinstance(value, (list, tuple)):
        return " ".join(words(each) for each in value)
    if hasattr(value, "_value_1"):
        return words(value._value_1)
    return str(getattr(value, "text", getattr(value, "value", value)))


if __name__ == "__main__":
    main(*sys.argv[1:])
