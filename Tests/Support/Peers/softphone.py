"""A softphone made of PJSIP, which nobody of this project wrote: it rings, picks up, listens, presses keys, and writes
down what happened, one JSON object a line.

    softphone.py --port 5070 --plans '{"default": [{"ring": 3, "keys": "1", "after": 2}]}' --folder DIR

Plans are given by the called user; each call takes the next one, the last repeats. A plan:
  ring      seconds of ringing before it picks up or refuses
  code      refuses with this status, rather than picking up; 0 rings on until the caller gives up
  progress  183 instead of 180
  keys      what is pressed, one key after the other
  by        rfc4733, info or inband
  after     seconds from the pick-up to the first key
  pause     seconds between keys
  hangup    seconds from the pick-up until it hangs up; none: the caller does
  play      a WAV file to play, as a voicemail does
What is heard is recorded into DIR/call-N.wav.
"""
import argparse
import json
import os
import sys
import time

import pjsua2 as pj

START = time.time()


def tell(event, **facts):
    print(json.dumps({"at": round(time.time() - START, 3), "event": event, **facts}), flush=True)


class Call(pj.Call):
    def __init__(self, phone, call_id, number, plan):
        super().__init__(phone.account, call_id)
        self.phone, self.number, self.plan = phone, number, plan
        self.due = []
        self.media = None
        self.players = []
        self.is_over = False

    def later(self, seconds, act):
        self.due.append((time.time() + seconds, act))

    def work(self):
        now = time.time()
        for entry in [entry for entry in self.due if entry[0] <= now]:
            self.due.remove(entry)
            if not self.is_over:
                entry[1]()

    def reply(self, code):
        answer = pj.CallOpParam(True)
        answer.statusCode = code
        self.answer(answer)

    def ring(self):
        self.reply(183 if self.plan.get("progress") else 180)
        tell("ringing", call=self.number)
        code = self.plan.get("code", 200)
        if code:
            self.later(self.plan.get("ring", 1), lambda: self.reply(code))

    def onCallState(self, parameters):
        info = self.getInfo()
        tell("state", call=self.number, state=info.stateText, status=info.lastStatusCode, reason=info.lastReason)
        if info.state == pj.PJSIP_INV_STATE_CONFIRMED:
            if "hangup" in self.plan:
                self.later(self.plan["hangup"], lambda: self.hangup(pj.CallOpParam(True)))
            for place, key in enumerate(self.plan.get("keys", "")):
                self.later(self.plan.get("after", 2) + place * self.plan.get("pause", 1), lambda key=key: self.press(key))
        if info.state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.is_over = True
            self.recorder = None
            self.players = []
            self.phone.over(self)

    def onCallMediaState(self, parameters):
        info = self.getInfo()
        for index, media in enumerate(info.media):
            if media.type == pj.PJMEDIA_TYPE_AUDIO and media.status == pj.PJSUA_CALL_MEDIA_ACTIVE:
                self.media = self.getAudioMedia(index)
                self.recorder = pj.AudioMediaRecorder()
                self.recorder.createRecorder(os.path.join(self.phone.folder, "call-%d.wav" % self.number))
                self.media.startTransmit(self.recorder)
                # Nothing is sent, not even a key, by whoever has nothing connected.
                self.tones = pj.ToneGenerator()
                self.tones.createToneGenerator(8000, 1)
                self.tones.startTransmit(self.media)
                if "play" in self.plan:
                    player = pj.AudioMediaPlayer()
                    player.createPlayer(self.plan["play"], pj.PJMEDIA_FILE_NO_LOOP)
                    player.startTransmit(self.media)
                    self.players.append(player)

    def onDtmfDigit(self, parameters):
        tell("heard-key", call=self.number, key=parameters.digit)

    def press(self, key):
        tell("press", call=self.number, key=key)
        by = self.plan.get("by", "rfc4733")
        if by == "inband":
            digit = pj.ToneDigit()
            digit.digit, digit.on_msec, digit.off_msec = key, 100, 100
            digits = pj.ToneDigitVector()
            digits.append(digit)
            self.tones.playDigits(digits)
            return
        digits = pj.CallSendDtmfParam()
        digits.digits = key
        digits.method = pj.PJSUA_DTMF_METHOD_SIP_INFO if by == "info" else pj.PJSUA_DTMF_METHOD_RFC2833
        self.sendDtmf(digits)


class Account(pj.Account):
    def __init__(self, phone):
        super().__init__()
        self.phone = phone

    def onIncomingCall(self, parameters):
        self.phone.called(parameters)

    def onRegState(self, parameters):
        tell("registered", status=parameters.code)


class Phone:
    def __init__(self, options):
        self.folder = options.folder
        self.plans = json.loads(options.plans)
        self.taken = {}
        self.calls = []
        self.count = 0
        self.endpoint = pj.Endpoint()
        self.endpoint.libCreate()
        settings = pj.EpConfig()
        settings.uaConfig.threadCnt = 0
        settings.uaConfig.mainThreadOnly = True
        settings.uaConfig.maxCalls = 32
        settings.logConfig.level = settings.logConfig.consoleLevel = options.log
        settings.medConfig.clockRate = settings.medConfig.sndClockRate = 8000
        self.endpoint.libInit(settings)
        transport = pj.TransportConfig()
        transport.port, transport.boundAddress, transport.publicAddress = options.port, "127.0.0.1", "127.0.0.1"
        kind = {"udp": pj.PJSIP_TRANSPORT_UDP, "tcp": pj.PJSIP_TRANSPORT_TCP}[options.transport]
        self.endpoint.transportCreate(kind, transport)
        self.endpoint.libStart()
        self.endpoint.audDevManager().setNullDev()
        account = pj.AccountConfig()
        account.idUri = options.id
        media = account.mediaConfig.transportConfig
        media.boundAddress = media.publicAddress = "127.0.0.1"
        if options.registrar:
            account.regConfig.registrarUri = options.registrar
            account.sipConfig.proxies.append(options.registrar + ";lr")
            account.sipConfig.authCreds.append(pj.AuthCredInfo("digest", "*", options.user, 0, options.password))
        self.account = Account(self)
        self.account.create(account, True)
        tell("ready")

    def called(self, parameters):
        self.count += 1
        header = parameters.rdata.wholeMsg
        user = header.split("sip:", 1)[1].split("@", 1)[0]
        attempt = next((line.split(":", 1)[1].strip() for line in header.splitlines() if line.startswith("X-NightCall-Try")), "")
        plans = self.plans.get(user, self.plans.get("default", [{}]))
        turn = self.taken.get(user, 0)
        self.taken[user] = turn + 1
        call = Call(self, parameters.callId, self.count, plans[min(turn, len(plans) - 1)])
        self.calls.append(call)
        tell("called", call=self.count, user=user, attempt=attempt)
        call.ring()

    def over(self, call):
        tell("over", call=call.number)

    def run(self):
        while os.getppid() != 1:
            self.endpoint.libHandleEvents(20)
            for call in self.calls:
                call.work()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--transport", default="udp")
    parser.add_argument("--plans", default='{"default": [{}]}')
    parser.add_argument("--folder", default=".")
    parser.add_argument("--id", default="sip:phone@127.0.0.1")
    parser.add_argument("--registrar")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--log", type=int, default=0)
    phone = Phone(parser.parse_args())
    try:
        phone.run()
    finally:
        # Its destructors wait for threads that have gone.
        sys.stdout.flush()
        os._exit(0)


main()
