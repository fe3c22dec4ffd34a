/* Trunks: transports, registration, and whether the other side is there. Each has a SIP stack of its own, so that none
 * sends over another's connection. */
#include "agent.h"
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { HASH_SIZE = 1024 };

static const char agent_name[] = "NightCall";

struct trunk *trunk_find(uint64_t id)
{
	struct le *le;

	for (le = agent_trunks.head; le; le = le->next) {
		struct trunk *trunk = le->data;
		if (trunk->id == id)
			return trunk;
	}
	return NULL;
}

static void credentials_destructor(void *arg)
{
	struct credentials *credentials = arg;

	mem_deref(credentials->user);
	mem_deref(credentials->password);
}

static int credentials_alloc(struct credentials **credentials, const char *user, const char *password)
{
	int err;

	*credentials = mem_zalloc(sizeof(**credentials), credentials_destructor);
	if (!*credentials)
		return ENOMEM;
	err = str_dup(&(*credentials)->user, user);
	return err ? err : str_dup(&(*credentials)->password, password ? password : "");
}

int credentials_handler(char **user, char **password, const char *realm, void *arg)
{
	const struct credentials *credentials = arg;
	int err;
	(void)realm;

	if (!credentials)
		return EAUTH;
	err = str_dup(user, credentials->user);
	return err ? err : str_dup(password, credentials->password);
}

static void trunk_destructor(void *arg)
{
	struct trunk *trunk = arg;

	list_unlink(&trunk->le);
	tmr_cancel(&trunk->options_timer);
	mem_deref(trunk->options_request);
	mem_deref(trunk->options_dialog);
	mem_deref(trunk->options_auth);
	mem_deref(trunk->reg);
	mem_deref(trunk->lsnr);
	mem_deref(trunk->sock);
	if (trunk->sip)
		sip_close(trunk->sip, false);
	mem_deref(trunk->sip);
	mem_deref(trunk->tls);
	mem_deref(trunk->route);
	mem_deref(trunk->from);
	mem_deref(trunk->identity);
	mem_deref(trunk->credentials);
	mem_deref(trunk->contact_user);
	mem_deref(trunk->registrar);
}

/* The address from which the host is reached: what the kernel would send from. */
static int local_address(struct sa *local, const char *host)
{
	struct sa peer;
	int fd, err = 0;

	if (sa_set_str(&peer, host, 5060))
		return net_default_source_addr_get(AF_INET, local);
	fd = socket(sa_af(&peer), SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return errno;
	local->len = sizeof(local->u);
	if (connect(fd, &peer.u.sa, peer.len) || getsockname(fd, &local->u.sa, &local->len))
		err = errno;
	close(fd);
	sa_set_port(local, 0);
	return err;
}

/* Nobody calls us; whoever asks whether we are there is answered. */
static bool request_handler(const struct sip_msg *msg, void *arg)
{
	struct trunk *trunk = arg;

	if (pl_strcmp(&msg->met, "OPTIONS"))
		return false;
	(void)sip_replyf(trunk->sip, msg, 200, "OK",
			 "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, INFO\r\n"
			 "Accept: application/sdp\r\n"
			 "Content-Length: 0\r\n\r\n");
	return true;
}

static void incoming_handler(const struct sip_msg *msg, void *arg)
{
	struct trunk *trunk = arg;

	(void)sip_treply(NULL, trunk->sip, msg, 480, "Temporarily Unavailable");
}

/* A trunk that registers is of use only while it is registered, whatever the proxy answers to OPTIONS. */
static void tell(struct trunk *trunk, int err)
{
	bool is_registered = !trunk->registrar || (trunk->registered >= 200 && trunk->registered < 300);
	int status = !is_registered || trunk->reached < 0 ? trunk->registered : trunk->reached;

	if (status >= 0)
		agent_handlers.trunk(agent_context, trunk->id, status, status > 0 ? 0 : err);
}

static void register_handler(int err, const struct sip_msg *msg, void *arg)
{
	struct trunk *trunk = arg;

	trunk->registered = msg ? msg->scode : 0;
	tell(trunk, err);
}

static void options_send(void *arg);

static void options_handler(int err, const struct sip_msg *msg, void *arg)
{
	struct trunk *trunk = arg;
	bool is_challenge = !err && msg && (msg->scode == 401 || msg->scode == 407);

	if (!err && msg && msg->scode < 200)
		return;
	/* Asked once more with the password; the answer to that counts. */
	if (is_challenge && trunk->credentials && trunk->options_auth && !sip_auth_authenticate(trunk->options_auth, msg)) {
		err = sip_drequestf(&trunk->options_request, trunk->sip, true, "OPTIONS", trunk->options_dialog, 0,
				    trunk->options_auth, NULL, options_handler, trunk, "Content-Length: 0\r\n\r\n");
		if (!err)
			return;
	}
	trunk->reached = msg ? msg->scode : 0;
	tell(trunk, err);
	tmr_start(&trunk->options_timer, (uint64_t)trunk->options_seconds * 1000, options_send, trunk);
}

static void options_send(void *arg)
{
	struct trunk *trunk = arg;
	const char *route[] = { trunk->route };
	int err;

	trunk->options_dialog = mem_deref(trunk->options_dialog);
	trunk->options_auth = mem_deref(trunk->options_auth);
	err = sip_dialog_alloc(&trunk->options_dialog, trunk->route, trunk->route, NULL, trunk->from, route, 1);
	if (!err)
		err = sip_auth_alloc(&trunk->options_auth, credentials_handler, trunk->credentials, true);
	if (!err)
		err = sip_drequestf(&trunk->options_request, trunk->sip, true, "OPTIONS", trunk->options_dialog, 0,
				    trunk->options_auth, NULL, options_handler, trunk, "Content-Length: 0\r\n\r\n");
	if (err)
		options_handler(err, NULL, trunk);
}

/* Redirections are not followed: nobody is called whom the contract does not name. libre would send the INVITE again
 * before anybody is asked, so the call is given up as soon as the answer comes in. */
static void trace_handler(bool sent, enum sip_transp transport, const struct sa *source, const struct sa *destination,
			  const uint8_t *packet, size_t length, void *arg)
{
	struct sip_msg *msg;
	struct le *le;
	(void)transport; (void)source; (void)arg;

	if (sent) {
		farewell_sent(packet, length, destination);
		return;
	}
	if (length < 8 || memcmp(packet, "SIP/2.0 ", 8))
		return;
	msg = message_decoded(packet, length);
	if (msg)
		farewell_received(msg);
	for (le = msg && msg->scode >= 300 && msg->scode < 400 ? agent_calls.head : NULL; le; le = le->next) {
		struct call *call = le->data;
		/* By its tag as well as its id: whoever guesses the one must not end a call. */
		if (call->session && sip_dialog_cmp_half(sipsess_dialog(call->session), msg)) {
			call->end.status = msg->scode;
			call_drop(call);
			break;
		}
	}
	mem_deref(msg);
}

static int transport_add(struct trunk *trunk, const struct sip_agent_trunk *settings)
{
	struct sa local = trunk->local;
	int err;

	sa_set_port(&local, settings->local_port);
	if (trunk->transport == SIP_TRANSP_TLS) {
		err = tls_alloc(&trunk->tls, TLS_METHOD_SSLV23, settings->certificate, NULL);
		/* Without one the far end could not open a connection to us, for its BYE. */
		if (!err && !settings->certificate)
			err = tls_set_selfsigned_rsa(trunk->tls, agent_name, 2048);
		if (err)
			return err;
	}
	return sip_transp_add(trunk->sip, trunk->transport, &local, trunk->tls);
}

static int duplicate(char **copy, const char *text)
{
	return text ? str_dup(copy, text) : 0;
}

static struct dnsc *name_servers(void)
{
	static struct dnsc *client;
	struct sa servers[8];
	uint32_t count = ARRAY_SIZE(servers);

	if (!client && !dns_srv_get(NULL, 0, servers, &count) && count > 0)
		(void)dnsc_alloc(&client, NULL, servers, count);
	return client;
}

int sip_agent_trunk_add(uint64_t id, const struct sip_agent_trunk *settings)
{
	struct trunk *trunk;
	int err;

	if (trunk_find(id))
		return EALREADY;
	trunk = mem_zalloc(sizeof(*trunk), trunk_destructor);
	if (!trunk)
		return ENOMEM;
	trunk->id = id;
	trunk->registered = trunk->reached = -1;
	trunk->options_seconds = settings->options_seconds;
	trunk->a_law_first = settings->a_law_first;
	trunk->transport = !str_casecmp(settings->transport, "tls") ? SIP_TRANSP_TLS
			   : !str_casecmp(settings->transport, "tcp") ? SIP_TRANSP_TCP : SIP_TRANSP_UDP;
	err = duplicate(&trunk->route, settings->route);
	err |= duplicate(&trunk->from, settings->from);
	err |= duplicate(&trunk->identity, settings->identity);
	if (settings->user)
		err |= credentials_alloc(&trunk->credentials, settings->user, settings->password);
	err |= duplicate(&trunk->registrar, settings->registrar);
	err |= duplicate(&trunk->contact_user, settings->user ? settings->user : "nightcall");
	if (err)
		goto out;
	err = settings->local ? sa_set_str(&trunk->local, settings->local, 0)
			      : local_address(&trunk->local, settings->host);
	if (err)
		goto out;
	err = sip_alloc(&trunk->sip, name_servers(), HASH_SIZE, HASH_SIZE, HASH_SIZE, agent_name, NULL, NULL);
	if (err)
		goto out;
	sip_set_trace_handler(trunk->sip, trace_handler);
	err = transport_add(trunk, settings);
	if (!err)
		err = sip_listen(&trunk->lsnr, trunk->sip, true, request_handler, trunk);
	if (!err)
		err = sipsess_listen(&trunk->sock, trunk->sip, HASH_SIZE, incoming_handler, trunk);
	if (err)
		goto out;
	list_append(&agent_trunks, &trunk->le, trunk);
	if (trunk->registrar) {
		const char *route[] = { trunk->route };
		err = sipreg_register(&trunk->reg, trunk->sip, trunk->registrar, trunk->from, NULL, trunk->from,
				      settings->register_seconds, trunk->contact_user, route, 1, 0, credentials_handler,
				      trunk->credentials, true, register_handler, trunk, NULL, NULL);
	}
	if (!err && trunk->options_seconds > 0)
		options_send(trunk);
out:
	if (err)
		mem_deref(trunk);
	return err;
}

void sip_agent_trunk_remove(uint64_t id)
{
	struct trunk *trunk = trunk_find(id);
	struct le *le = agent_calls.head;

	if (!trunk)
		return;
	while (le) {
		struct call *call = le->data;
		le = le->next;
		if (call->trunk == trunk)
			call_drop(call);
	}
	list_unlink(&trunk->le);
	/* Its calls hold it until their last transaction has ended. */
	mem_deref(trunk);
}
