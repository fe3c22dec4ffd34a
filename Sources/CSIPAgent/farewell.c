/* How a call can be ended by another process, when this one has died: its INVITE can be cancelled (RFC 3261, 9.1) and its
 * dialog left (15.1.1) by whoever knows what was sent. */
#include "agent.h"
#include <errno.h>
#include <string.h>

static bool begins(const uint8_t *packet, size_t length, const char *word)
{
	return length > strlen(word) && !memcmp(packet, word, strlen(word));
}

struct sip_msg *message_decoded(const uint8_t *packet, size_t length)
{
	struct mbuf *copy = mbuf_alloc(length);
	struct sip_msg *msg = NULL;

	if (!copy)
		return NULL;
	(void)mbuf_write_mem(copy, packet, length);
	copy->pos = 0;
	if (sip_msg_decode(&msg, copy))
		msg = NULL;
	mem_deref(copy);
	return msg;
}

static struct call *call_of(const struct sip_msg *msg)
{
	struct le *le;

	for (le = agent_calls.head; le; le = le->next) {
		struct call *call = le->data;
		if (call->session && !pl_strcmp(&msg->callid, sip_dialog_callid(sipsess_dialog(call->session))))
			return call;
	}
	return agent_dialling;
}

static bool route_handler(const struct sip_hdr *header, const struct sip_msg *msg, void *arg)
{
	(void)msg;
	(void)mbuf_printf(arg, "Route: %r\r\n", &header->val);
	return false;
}

/* A CANCEL is of the INVITE's own transaction; a BYE begins one of its own. */
static int print_via(struct mbuf *text, const struct pl *via, const struct pl *branch, bool is_bye)
{
	size_t before = (size_t)(branch->p - via->p);

	if (!is_bye || !branch->p || before > via->l)
		return mbuf_printf(text, "Via: %r\r\n", via);
	return mbuf_printf(text, "Via: %bz9hG4bK%016llx%b\r\n", via->p, before, rand_u64(), branch->p + branch->l,
			   via->l - before - branch->l);
}

static void via_keep(struct call *call, const struct sip_msg *msg, const struct sa *destination)
{
	const struct pl *via = &msg->via.val, *branch = &msg->via.branch;

	call->via = mem_deref(call->via);
	call->destination = *destination;
	if (pl_isset(branch) && !pl_strdup(&call->via, via)) {
		call->branch.p = call->via + (branch->p - via->p);
		call->branch.l = branch->l;
	}
}

/* What another process would have to send from here on. */
static void tell(const struct call *call, bool is_second, struct mbuf *text, const struct sa *destination)
{
	char *message = NULL, address[64];

	text->pos = 0;
	if (!mbuf_strdup(text, &message, text->end) && re_snprintf(address, sizeof(address), "%J", destination) > 0)
		agent_handlers.farewell(agent_context, call->id, is_second, message, address);
	mem_deref(message);
}

void farewell_sent(const uint8_t *packet, size_t length, const struct sa *destination)
{
	bool is_bye = begins(packet, length, "ACK ");
	struct sip_msg *msg;
	struct call *call;
	struct mbuf *text;

	if (!is_bye && !begins(packet, length, "INVITE "))
		return;
	msg = message_decoded(packet, length);
	call = msg ? call_of(msg) : NULL;
	text = call ? mbuf_alloc(512) : NULL;
	if (text) {
		(void)mbuf_printf(text, "%s %r SIP/2.0\r\n", is_bye ? "BYE" : "CANCEL", &msg->ruri);
		(void)print_via(text, &msg->via.val, &msg->via.branch, is_bye);
		(void)mbuf_printf(text, "Max-Forwards: 70\r\n");
		(void)sip_msg_hdr_apply(msg, true, SIP_HDR_ROUTE, route_handler, text);
		(void)mbuf_printf(text, "To: %r\r\nFrom: %r\r\nCall-ID: %r\r\nCSeq: %u %s\r\nContent-Length: 0\r\n\r\n",
				  &msg->to.val, &msg->from.val, &msg->callid, msg->cseq.num + (is_bye ? 1 : 0),
				  is_bye ? "BYE" : "CANCEL");
		tell(call, false, text, destination);
		if (!is_bye)
			via_keep(call, msg, destination);
	}
	mem_deref(text);
	mem_deref(msg);
}

/* Whoever rings may pick up before the CANCEL of another process has come; a BYE ends that, in the dialog that the ringing
 * has begun (RFC 3261, 15). */
static void tell_second(const struct sip_msg *msg)
{
	const struct sip_hdr *contact = sip_msg_hdr(msg, SIP_HDR_CONTACT);
	struct sip_addr target;
	struct call *call = call_of(msg);
	struct mbuf *text;
	struct sa destination;
	struct pl via;
	bool is_routed;

	if (!call || !call->via || call->end.answered || !contact || sip_addr_decode(&target, &contact->val))
		return;
	text = mbuf_alloc(512);
	if (!text)
		return;
	pl_set_str(&via, call->via);
	is_routed = sip_msg_hdr(msg, SIP_HDR_RECORD_ROUTE) != NULL;
	(void)mbuf_printf(text, "BYE %r SIP/2.0\r\n", &target.auri);
	(void)print_via(text, &via, &call->branch, true);
	(void)mbuf_printf(text, "Max-Forwards: 70\r\n");
	(void)sip_msg_hdr_apply(msg, false, SIP_HDR_RECORD_ROUTE, route_handler, text);
	(void)mbuf_printf(text, "To: %r\r\nFrom: %r\r\nCall-ID: %r\r\nCSeq: %u BYE\r\nContent-Length: 0\r\n\r\n",
			  &msg->to.val, &msg->from.val, &msg->callid, msg->cseq.num + 1);
	/* A name is not looked up: whoever took the INVITE knows the way. */
	if (is_routed || sa_set(&destination, &target.uri.host, target.uri.port ? target.uri.port : SIP_PORT))
		destination = call->destination;
	tell(call, true, text, &destination);
	mem_deref(text);
}

struct silence {
	struct le le;
	uint64_t id;
	struct trunk *trunk;
	struct mbuf *message;
	struct sa destination;
	char *callid, *method;
	struct tmr timer;
	uint32_t times;
};
static struct list silences;

static void silence_destructor(void *arg)
{
	struct silence *silence = arg;

	list_unlink(&silence->le);
	tmr_cancel(&silence->timer);
	mem_deref(silence->message);
	mem_deref(silence->callid);
	mem_deref(silence->method);
	mem_deref(silence->trunk);
}

/* 0, 0.5, 1.5, 3.5, 7.5 s ... as requests are sent again over UDP (RFC 3261, 17.1.2). */
static void silence_send(void *arg)
{
	struct silence *silence = arg;
	uint64_t pause = (uint64_t)SIP_T1 << min(silence->times, 3U);

	if (silence->times++ >= 10) {
		mem_deref(silence);
		return;
	}
	silence->message->pos = 0;
	(void)sip_send(silence->trunk->sip, NULL, silence->trunk->transport, &silence->destination, silence->message);
	tmr_start(&silence->timer, pause, silence_send, silence);
}

void farewell_received(const struct sip_msg *msg)
{
	struct le *le;

	if (msg->scode > 100 && msg->scode < 300 && !pl_strcmp(&msg->cseq.met, "INVITE") && pl_isset(&msg->to.tag))
		tell_second(msg);
	for (le = msg->scode >= 200 ? silences.head : NULL; le; le = le->next) {
		struct silence *silence = le->data;
		if (!pl_strcmp(&msg->callid, silence->callid) && !pl_strcmp(&msg->cseq.met, silence->method)) {
			uint64_t id = silence->id;
			mem_deref(silence);
			agent_handlers.silenced(agent_context, id);
			break;
		}
	}
}

int sip_agent_silence(uint64_t id, uint64_t trunk_id, const char *message, const char *address)
{
	struct trunk *trunk = trunk_find(trunk_id);
	struct silence *silence;
	struct sip_msg *msg;
	int err;

	if (!trunk)
		return ENOENT;
	msg = message_decoded((const uint8_t *)message, strlen(message));
	silence = msg ? mem_zalloc(sizeof(*silence), silence_destructor) : NULL;
	if (!silence) {
		mem_deref(msg);
		return EBADMSG;
	}
	silence->id = id;
	silence->trunk = mem_ref(trunk);
	silence->message = mbuf_alloc(strlen(message));
	err = silence->message ? mbuf_write_str(silence->message, message) : ENOMEM;
	err |= pl_strdup(&silence->callid, &msg->callid);
	err |= pl_strdup(&silence->method, &msg->met);
	err |= sa_decode(&silence->destination, address, strlen(address));
	mem_deref(msg);
	if (err) {
		mem_deref(silence);
		return EBADMSG;
	}
	list_append(&silences, &silence->le, silence);
	silence_send(silence);
	return 0;
}
