/* Calls. The SIP session holds its call until its last transaction has ended, whatever happens to it meanwhile: the end of
 * the call is told when nobody holds it any more. */
#include "agent.h"
#include <errno.h>
#include <string.h>

struct call *agent_dialling;

struct call *call_find(uint64_t id)
{
	struct le *le;

	for (le = agent_calls.head; le; le = le->next) {
		struct call *call = le->data;
		if (call->id == id)
			return call;
	}
	return NULL;
}

static void call_destructor(void *arg)
{
	struct call *call = arg;

	list_unlink(&call->le);
	media_close(&call->media);
	mem_deref(call->trunk);
	mem_deref(call->via);
	agent_handlers.ended(agent_context, call->id, call->end);
}

/* Lets go of the session, which then sends CANCEL or BYE where one is due. */
void call_drop(struct call *call)
{
	struct sipsess *session = call->session;

	if (!session)
		return;
	call->session = NULL;
	mem_deref(session);
	mem_deref(call);
}

/* The session holds the call from its beginning to its end: see `sipsess_connect` below. */
static int auth_handler(char **user, char **password, const char *realm, void *arg)
{
	struct call *call = arg;

	return credentials_handler(user, password, realm, call->trunk->credentials);
}

/* A re-INVITE: put on hold, taken back, or the session refreshed. */
static int offer_handler(struct mbuf **description, const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;
	int err = 0;

	if (mbuf_get_left(msg->mb))
		err = media_take_description(&call->media, msg, true);
	return err ? err : sdp_encode(description, call->media.sdp, !mbuf_get_left(msg->mb));
}

static int answer_handler(const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;

	return media_take_description(&call->media, msg, false);
}

static void progress_handler(const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;

	agent_handlers.progress(agent_context, call->id, msg->scode);
}

static void established_handler(const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;
	(void)msg;

	call->end.answered = true;
	media_start(&call->media);
	agent_handlers.answered(agent_context, call->id);
}

static void info_handler(struct sip *sip, const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;

	(void)sip_reply(sip, msg, 200, "OK");
	media_key_from_info(call, msg);
}

/* `Q.850;cause=17;text="busy"`, alone or beside the reasons of other protocols. */
static bool reason_handler(const struct sip_hdr *header, const struct sip_msg *msg, void *arg)
{
	int *found = arg;
	struct pl before, cause;
	const char *end;
	size_t left;
	(void)msg;

	if (re_regex(header->val.p, header->val.l, "Q.850[^c,]*", &before))
		return false;
	end = header->val.p + header->val.l;
	left = (size_t)(end - before.p);
	if (re_regex(before.p, left, "cause[ \t]*=[ \t]*[0-9]+", NULL, NULL, &cause) || cause.l > 3)
		return false;
	*found = (int)pl_u32(&cause);
	return true;
}

static int q850_cause(const struct sip_msg *msg)
{
	int cause = 0;

	(void)sip_msg_hdr_apply(msg, true, SIP_HDR_REASON, reason_handler, &cause);
	return cause;
}

static void closed_handler(int error, const struct sip_msg *msg, void *arg)
{
	struct call *call = arg;

	/* The far end's BYE is told as ECONNRESET. */
	call->end.error = error == ECONNRESET && call->end.answered ? 0 : error;
	if (msg) {
		call->end.status = msg->scode;
		call->end.cause = q850_cause(msg);
	}
	call_drop(call);
}

int sip_agent_dial(uint64_t id, uint64_t trunk_id, const char *to, const char *reference, uint32_t expires_seconds)
{
	struct trunk *trunk = trunk_find(trunk_id);
	const char *route[] = { trunk ? trunk->route : NULL };
	struct mbuf *description = NULL;
	struct call *call;
	int err;

	if (!trunk)
		return ENOENT;
	if (call_find(id))
		return EALREADY;
	call = mem_zalloc(sizeof(*call), call_destructor);
	if (!call)
		return ENOMEM;
	call->id = id;
	call->trunk = mem_ref(trunk);
	list_append(&agent_calls, &call->le, call);
	err = media_open(&call->media, call);
	if (!err)
		err = sdp_encode(&description, call->media.sdp, true);
	agent_dialling = call;
	if (!err)
		err = sipsess_connect(&call->session, trunk->sock, to, NULL, trunk->from, trunk->contact_user, route, 1,
				      "application/sdp", description, auth_handler, call, true, offer_handler,
				      answer_handler, progress_handler, established_handler, info_handler, NULL,
				      closed_handler, call,
				      "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO\r\n"
				      "Expires: %u\r\n"
				      "X-NightCall-Try: %s\r\n"
				      "%s%s%s",
				      expires_seconds, reference, trunk->identity ? "P-Preferred-Identity: <" : "",
				      trunk->identity ? trunk->identity : "", trunk->identity ? ">\r\n" : "");
	agent_dialling = NULL;
	mem_deref(description);
	if (err) {
		/* Its end is told all the same. */
		call->end.error = err;
		mem_deref(call);
	}
	return 0;
}

void sip_agent_hang_up(uint64_t id)
{
	struct call *call = call_find(id);

	if (!call || !call->session)
		return;
	call->end.hung_up = true;
	call_drop(call);
}
