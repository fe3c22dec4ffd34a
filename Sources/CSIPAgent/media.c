/* Speech and keys of one call: G.711 (RFC 3551) out, telephone events (RFC 4733), SIP INFO and tones in. */
#include "agent.h"
#include <errno.h>
#include <rem/rem.h>
#include <stdlib.h>
#include <string.h>

enum { PORT_FIRST = 16384, PORT_LAST = 32766 };
enum { EVENT_FORMAT = 101 };
static const char event_name[] = "telephone-event";

static void tell_key(struct call *call, int code)
{
	static const char keys[] = "0123456789*#";

	if (code >= 0 && code < (int)sizeof(keys) - 1)
		agent_handlers.key(agent_context, call->id, keys[code]);
}

static void tone_handler(char digit, void *arg)
{
	struct call *call = arg;

	if ((digit >= '0' && digit <= '9') || digit == '*' || digit == '#')
		agent_handlers.key(agent_context, call->id, digit);
}

/* A key is one event, however many packets tell of it: all of them carry the instant of its beginning (RFC 4733, 2.5.1). */
static void event_received(struct call *call, const struct rtp_header *header, struct mbuf *packet)
{
	struct media *media = &call->media;
	int code;

	if (mbuf_get_left(packet) < 4)
		return;
	code = mbuf_read_u8(packet);
	if (media->had_event && (int32_t)(header->ts - media->event_timestamp) <= 0)
		return;
	media->had_event = true;
	media->event_timestamp = header->ts;
	tell_key(call, code);
}

/* A person says a word or two and waits; a greeting goes on. Speech is what is louder than -36 dB, and the short silences
 * within it. */
enum { SPEECH_LEVEL = 500, SPEECH_GAP = 8000 / 5, GREETING_WITHIN = 8 * 8000, GREETING_SPEECH = 5 * 8000 };

static void listen_for_machine(struct call *call, const int16_t *samples, size_t count)
{
	struct media *media = &call->media;
	uint32_t sum = 0;
	size_t i;

	if (media->is_machine || media->heard > GREETING_WITHIN || count == 0)
		return;
	for (i = 0; i < count; i++)
		sum += (uint32_t)abs(samples[i]);
	media->heard += (uint32_t)count;
	if (sum / count >= SPEECH_LEVEL)
		media->speaking_until = media->heard + SPEECH_GAP;
	if (media->heard < media->speaking_until)
		media->spoken += (uint32_t)count;
	if (media->spoken >= GREETING_SPEECH) {
		media->is_machine = true;
		agent_handlers.machine(agent_context, call->id);
	}
}

static void rtp_handler(const struct sa *source, const struct rtp_header *header, struct mbuf *packet, void *arg)
{
	struct call *call = arg;
	struct media *media = &call->media;
	const struct sdp_format *format = sdp_media_lformat(media->audio, header->pt);
	int16_t samples[2 * FRAME_SAMPLES];
	size_t count, i;
	bool a_law;
	(void)source;

	/* Some number events as they do themselves, and not as they were asked to (RFC 3264, 6.1). */
	if (!format)
		format = sdp_media_format(media->audio, false, NULL, header->pt, NULL, -1, -1);
	if (!format || !format->name || !call->end.answered)
		return;
	if (!str_casecmp(format->name, event_name)) {
		event_received(call, header, packet);
		return;
	}
	a_law = !str_casecmp(format->name, "PCMA");
	while ((count = mbuf_get_left(packet)) > 0) {
		if (count > ARRAY_SIZE(samples))
			count = ARRAY_SIZE(samples);
		for (i = 0; i < count; i++) {
			uint8_t byte = mbuf_read_u8(packet);
			samples[i] = a_law ? g711_alaw2pcm(byte) : g711_ulaw2pcm(byte);
		}
		listen_for_machine(call, samples, count);
		/* Who sends events has taken the tones out of the speech, or would be heard twice. */
		if (!media->had_event)
			dtmf_dec_probe(media->tones, samples, count);
	}
}

int media_open(struct media *media, struct call *call)
{
	const struct trunk *trunk = call->trunk;
	int err;

	err = rtp_listen(&media->rtp, IPPROTO_UDP, &trunk->local, PORT_FIRST, PORT_LAST, false, rtp_handler, NULL, call);
	if (!err)
		err = sdp_session_alloc(&media->sdp, &trunk->local);
	if (!err)
		err = sdp_media_add(&media->audio, media->sdp, sdp_media_audio, sa_port(rtp_local(media->rtp)),
				    sdp_proto_rtpavp);
	if (err)
		return err;
	err = sdp_format_add(NULL, media->audio, false, "0", "PCMU", 8000, 1, NULL, NULL, NULL, false, NULL);
	err |= sdp_format_add(NULL, media->audio, trunk->a_law_first, "8", "PCMA", 8000, 1, NULL, NULL, NULL, false, NULL);
	err |= sdp_format_add(NULL, media->audio, false, "101", event_name, 8000, 1, NULL, NULL, NULL, false, "0-15");
	err |= sdp_media_set_lattr(media->audio, true, sdp_attr_ptime, "%d", FRAME_MS);
	err |= dtmf_dec_alloc(&media->tones, 8000, 1, tone_handler, call);
	return err ? ENOMEM : 0;
}

static void speech_end(struct speech *speech)
{
	size_t i;

	for (i = 0; i < speech->count; i++)
		mem_deref(speech->prompts[i]);
	mem_deref(speech->prompts);
	memset(speech, 0, sizeof(*speech));
}

void media_close(struct media *media)
{
	speech_end(&media->speech);
	media->rtp = mem_deref(media->rtp);
	media->sdp = mem_deref(media->sdp);
	media->tones = mem_deref(media->tones);
}

/* The form of G.711 that the far end likes best; NULL when it speaks neither. */
static const struct sdp_format *speech_format(const struct media *media)
{
	const struct sdp_format *format = sdp_media_rformat(media->audio, NULL);

	if (format && str_casecmp(format->name, event_name))
		return format;
	format = sdp_media_rformat(media->audio, "PCMU");
	return format ? format : sdp_media_rformat(media->audio, "PCMA");
}

int media_take_description(struct media *media, const struct sip_msg *msg, bool offer)
{
	int err = sdp_decode(media->sdp, msg->mb, offer);

	if (err)
		return err;
	return sdp_media_rport(media->audio) && speech_format(media) ? 0 : EPROTO;
}

void media_start(struct media *media)
{
	media->started_at = tmr_jiffies();
	media->timestamp = rand_u32();
}

/* The next samples of what is being said; silence where nothing is. */
static void next_samples(struct call *call, int16_t *samples)
{
	struct speech *speech = &call->media.speech;
	size_t filled = 0;

	memset(samples, 0, FRAME_SAMPLES * sizeof(*samples));
	if (call->media.frames < FIRST_QUIET_FRAMES)
		return;
	while (filled < FRAME_SAMPLES && speech->prompt < speech->count) {
		const struct sip_agent_prompt *prompt = speech->prompts[speech->prompt];
		size_t count = min(FRAME_SAMPLES - filled, prompt->count - speech->sample);

		memcpy(samples + filled, prompt->samples + speech->sample, count * sizeof(*samples));
		filled += count;
		speech->sample += count;
		if (speech->sample == prompt->count) {
			speech->prompt++;
			speech->sample = 0;
		}
	}
	if (speech->count > 0 && speech->prompt == speech->count) {
		uint64_t token = speech->token;
		speech_end(speech);
		agent_handlers.said(agent_context, call->id, token);
	}
}

static void send_frame(struct call *call)
{
	struct media *media = &call->media;
	const struct sdp_format *format = speech_format(media);
	uint8_t packet[RTP_HEADER_SIZE + FRAME_SAMPLES];
	int16_t samples[FRAME_SAMPLES];
	struct mbuf buffer = { .buf = packet, .size = sizeof(packet), .pos = RTP_HEADER_SIZE, .end = sizeof(packet) };
	bool a_law = format && !str_casecmp(format->name, "PCMA");
	int i;

	next_samples(call, samples);
	for (i = 0; i < FRAME_SAMPLES; i++) {
		/* librem turns the sign of the lowest sample, which has no positive. */
		int16_t sample = samples[i] == INT16_MIN ? INT16_MIN + 1 : samples[i];
		packet[RTP_HEADER_SIZE + i] = a_law ? g711_pcm2alaw(sample) : g711_pcm2ulaw(sample);
	}
	/* On hold the far end wants nothing to be sent, but time goes on. */
	if (format && (sdp_media_dir(media->audio) & SDP_SENDONLY))
		(void)rtp_send(media->rtp, sdp_media_raddr(media->audio), false, media->frames == 0, (uint8_t)format->pt,
			       media->timestamp, &buffer);
	media->timestamp += FRAME_SAMPLES;
	media->frames++;
}

void media_tick(struct call *call, uint64_t now)
{
	struct media *media = &call->media;
	int most = 5;

	/* Nothing is spoken before the answer, nor when we are hanging up. */
	if (!call->session || !call->end.answered)
		return;
	/* A few at once make up for a late tick; a longer pause stays one. */
	while (media->started_at + media->frames * FRAME_MS <= now && most-- > 0)
		send_frame(call);
	if (media->started_at + media->frames * FRAME_MS <= now)
		media->started_at = now - media->frames * FRAME_MS;
}

/* `application/dtmf-relay` holds `Signal=1`, `application/dtmf` the key alone. */
void media_key_from_info(struct call *call, const struct sip_msg *msg)
{
	struct pl key = PL_INIT;
	const char *body = (const char *)mbuf_buf(msg->mb);
	size_t length = mbuf_get_left(msg->mb);

	if (!call->end.answered || length == 0)
		return;
	if (msg_ctype_cmp(&msg->ctyp, "application", "dtmf-relay")) {
		if (re_regex(body, length, "Signal[ \t]*=[ \t]*[0-9*#]+", NULL, NULL, &key))
			return;
	} else if (!msg_ctype_cmp(&msg->ctyp, "application", "dtmf") ||
		   re_regex(body, length, "[0-9*#]+", &key)) {
		return;
	}
	call->media.had_event = true;
	if (key.l == 1) {
		tone_handler(*key.p, call);
	} else if (key.l == 2) {
		/* The key as a number, as in a telephone event: 10 is the star. */
		tell_key(call, (int)pl_u32(&key));
	}
}

int sip_agent_say(uint64_t id, uint64_t token, struct sip_agent_prompt *const *prompts, size_t count)
{
	struct call *call = call_find(id);
	struct speech speech = { .token = token, .count = count };
	size_t i;

	if (!call || !call->session)
		return ENOENT;
	if (count == 0)
		return EINVAL;
	speech.prompts = mem_reallocarray(NULL, count, sizeof(*speech.prompts), NULL);
	if (!speech.prompts)
		return ENOMEM;
	for (i = 0; i < count; i++)
		speech.prompts[i] = mem_ref(prompts[i]);
	speech_end(&call->media.speech);
	call->media.speech = speech;
	return 0;
}

struct sip_agent_prompt *sip_agent_prompt_new(const int16_t *samples, size_t count)
{
	struct sip_agent_prompt *prompt = mem_alloc(sizeof(*prompt) + count * sizeof(*samples), NULL);

	if (prompt) {
		prompt->count = count;
		memcpy(prompt->samples, samples, count * sizeof(*samples));
	}
	return prompt;
}

void sip_agent_prompt_free(struct sip_agent_prompt *prompt)
{
	mem_deref(prompt);
}

int16_t sip_agent_linear(uint8_t code)
{
	return g711_ulaw2pcm(code);
}
