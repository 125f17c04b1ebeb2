#include "CCurlSettings.h"

CURLcode curl_settings_number(CURL *transfer, CURLoption option, long value) {
    return curl_easy_setopt(transfer, option, value);
}

CURLcode curl_settings_text(CURL *transfer, CURLoption option, const char *value) {
    return curl_easy_setopt(transfer, option, value);
}

CURLcode curl_settings_body(CURL *transfer, const char *bytes, long count) {
    CURLcode code = curl_easy_setopt(transfer, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code != CURLE_OK ? code : curl_easy_setopt(transfer, CURLOPT_POSTFIELDS, bytes ? bytes : "");
}

CURLcode curl_settings_headers(CURL *transfer, struct curl_slist *list) {
    return curl_easy_setopt(transfer, CURLOPT_HTTPHEADER, list);
}

CURLcode curl_settings_receivers(CURL *transfer, curl_settings_receiver head, curl_settings_receiver body, void *context) {
    CURLcode code = curl_easy_setopt(transfer, CURLOPT_HEADERFUNCTION, head);
    if (code == CURLE_OK) code = curl_easy_setopt(transfer, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(transfer, CURLOPT_WRITEDATA, context);
    return code;
}

CURLcode curl_settings_watcher(CURL *transfer, curl_settings_watch watcher, void *context) {
    CURLcode code = curl_easy_setopt(transfer, CURLOPT_XFERINFOFUNCTION, watcher);
    if (code == CURLE_OK) code = curl_easy_setopt(transfer, CURLOPT_XFERINFODATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(transfer, CURLOPT_NOPROGRESS, 0L);
    return code;
}

long curl_settings_status(CURL *transfer) {
    long status = 0;
    return curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status) == CURLE_OK ? status : 0;
}

long curl_settings_proxy_status(CURL *transfer) {
    long status = 0;
    return curl_easy_getinfo(transfer, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK ? status : 0;
}
