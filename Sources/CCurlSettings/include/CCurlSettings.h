#ifndef CCURL_SETTINGS_H
#define CCURL_SETTINGS_H

#include <curl/curl.h>

// Settings of a transfer. libcurl makes them with functions of variable arguments, which Swift cannot call.

CURLcode curl_settings_number(CURL *transfer, CURLoption option, long value);
CURLcode curl_settings_text(CURL *transfer, CURLoption option, const char *value);
/// A body of a request, which has to stay where it is until the answer is there.
CURLcode curl_settings_body(CURL *transfer, const char *bytes, long count);
CURLcode curl_settings_headers(CURL *transfer, struct curl_slist *list);

typedef size_t (*curl_settings_receiver)(char *bytes, size_t size, size_t count, void *context);

/// Who gets the lines of the head and the bytes of the body of an answer.
CURLcode curl_settings_receivers(CURL *transfer, curl_settings_receiver head, curl_settings_receiver body, void *context);

typedef int (*curl_settings_watch)(void *context, curl_off_t total, curl_off_t now, curl_off_t sendTotal, curl_off_t sent);

/// Who is asked about once a second, and oftener when bytes move, whether to go on: with 0.
CURLcode curl_settings_watcher(CURL *transfer, curl_settings_watch watcher, void *context);

/// The status of the answer received last; 0 where there was none.
long curl_settings_status(CURL *transfer);
/// The status by which a proxy refused to connect; 0 where there was none.
long curl_settings_proxy_status(CURL *transfer);

#endif
