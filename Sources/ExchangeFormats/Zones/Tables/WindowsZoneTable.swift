// Written by Scripts/zones/generate.py; not to be edited.
// swift-format-ignore-file

/// Windows display name, Windows key and IANA zone; the name is empty where only the key is known.
let windowsZoneTable: StaticString = #"""
    (GMT+09:30) Darwin|AUS Central Standard Time|Australia/Darwin
    (UTC+09:30) Darwin|AUS Central Standard Time|Australia/Darwin
    (GMT+10:00) Canberra, Melbourne, Sydney|AUS Eastern Standard Time|Australia/Sydney
    (UTC+10:00) Canberra, Melbourne, Sydney|AUS Eastern Standard Time|Australia/Sydney
    (GMT+04:30) Kabul|Afghanistan Standard Time|Asia/Kabul
    (UTC+04:30) Kabul|Afghanistan Standard Time|Asia/Kabul
    (GMT-09:00) Alaska|Alaskan Standard Time|America/Anchorage
    (UTC-09:00) Alaska|Alaskan Standard Time|America/Anchorage
    |Alberta Standard Time|America/Edmonton
    (UTC-10:00) Aleutian Islands|Aleutian Standard Time|America/Adak
    (UTC+07:00) Barnaul, Gorno-Altaysk|Altai Standard Time|Asia/Barnaul
    (GMT+03:00) Kuwait, Riyadh|Arab Standard Time|Asia/Riyadh
    (UTC+03:00) Kuwait, Riyadh|Arab Standard Time|Asia/Riyadh
    (GMT+04:00) Abu Dhabi, Muscat|Arabian Standard Time|Asia/Dubai
    (UTC+04:00) Abu Dhabi, Muscat|Arabian Standard Time|Asia/Dubai
    (GMT+03:00) Baghdad|Arabic Standard Time|Asia/Baghdad
    (UTC+03:00) Baghdad|Arabic Standard Time|Asia/Baghdad
    (GMT-03:00) Buenos Aires|Argentina Standard Time|America/Buenos_Aires
    (UTC-03:00) Buenos Aires|Argentina Standard Time|America/Buenos_Aires
    (UTC-03:00) City of Buenos Aires|Argentina Standard Time|America/Buenos_Aires
    |Armenian Standard Time|Asia/Yerevan
    (UTC+04:00) Astrakhan, Ulyanovsk|Astrakhan Standard Time|Europe/Astrakhan
    (GMT-04:00) Atlantic Time (Canada)|Atlantic Standard Time|America/Halifax
    (UTC-04:00) Atlantic Time (Canada)|Atlantic Standard Time|America/Halifax
    (UTC+08:45) Eucla|Aus Central W. Standard Time|Australia/Eucla
    (GMT+04:00) Baku|Azerbaijan Standard Time|Asia/Baku
    (UTC+04:00) Baku|Azerbaijan Standard Time|Asia/Baku
    (GMT-01:00) Azores|Azores Standard Time|Atlantic/Azores
    (UTC-01:00) Azores|Azores Standard Time|Atlantic/Azores
    (GMT-03:00) Salvador|Bahia Standard Time|America/Bahia
    (UTC-03:00) Salvador|Bahia Standard Time|America/Bahia
    (GMT+06:00) Dhaka|Bangladesh Standard Time|Asia/Dhaka
    (UTC+06:00) Dhaka|Bangladesh Standard Time|Asia/Dhaka
    (UTC+03:00) Minsk|Belarus Standard Time|Europe/Minsk
    (UTC+11:00) Bougainville Island|Bougainville Standard Time|Pacific/Bougainville
    |British Columbia Standard Time|America/Vancouver
    (GMT-06:00) Saskatchewan|Canada Central Standard Time|America/Regina
    (UTC-06:00) Saskatchewan|Canada Central Standard Time|America/Regina
    (GMT-01:00) Cape Verde Is.|Cape Verde Standard Time|Atlantic/Cape_Verde
    (GMT-01:00) Cape Verde Islands|Cape Verde Standard Time|Atlantic/Cape_Verde
    (UTC-01:00) Cabo Verde Is.|Cape Verde Standard Time|Atlantic/Cape_Verde
    (UTC-01:00) Cape Verde Is.|Cape Verde Standard Time|Atlantic/Cape_Verde
    (GMT+04:00) Baku, Tbilisi, Yerevan|Caucasus Standard Time|Asia/Yerevan
    (GMT+04:00) Caucasus Standard Time|Caucasus Standard Time|Asia/Yerevan
    (GMT+04:00) Yerevan|Caucasus Standard Time|Asia/Yerevan
    (UTC+04:00) Yerevan|Caucasus Standard Time|Asia/Yerevan
    (GMT+09:30) Adelaide|Cen. Australia Standard Time|Australia/Adelaide
    (UTC+09:30) Adelaide|Cen. Australia Standard Time|Australia/Adelaide
    (GMT-06:00) Central America|Central America Standard Time|America/Guatemala
    (UTC-06:00) Central America|Central America Standard Time|America/Guatemala
    (GMT+06:00) Astana, Dhaka|Central Asia Standard Time|Asia/Bishkek
    (UTC+06:00) Astana|Central Asia Standard Time|Asia/Bishkek
    (UTC+06:00) Bishkek|Central Asia Standard Time|Asia/Bishkek
    (UTC+06:00) Nur-Sultan|Central Asia Standard Time|Asia/Bishkek
    (GMT-04:00) Cuiaba|Central Brazilian Standard Time|America/Cuiaba
    (GMT-04:00) Manaus|Central Brazilian Standard Time|America/Cuiaba
    (UTC-04:00) Cuiaba|Central Brazilian Standard Time|America/Cuiaba
    (UTC-04:00) Manaus|Central Brazilian Standard Time|America/Cuiaba
    (GMT+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague|Central Europe Standard Time|Europe/Budapest
    (UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague|Central Europe Standard Time|Europe/Budapest
    (GMT+01.00) Sarajevo / Skopje / Warsaw / Zagreb|Central European Standard Time|Europe/Warsaw
    (GMT+01.00) Sarajevo/Warsaw/Zagreb|Central European Standard Time|Europe/Warsaw
    (GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb|Central European Standard Time|Europe/Warsaw
    (GMT+01:00) Sarajevo, Warsaw, Zagreb|Central European Standard Time|Europe/Warsaw
    (UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb|Central European Standard Time|Europe/Warsaw
    (GMT+11:00) Magadan, Solomon Is., New Caledonia|Central Pacific Standard Time|Pacific/Guadalcanal
    (GMT+11:00) Magadan, Solomon Islands, New Caledonia|Central Pacific Standard Time|Pacific/Guadalcanal
    (GMT+11:00) Solomon Is., New Caledonia|Central Pacific Standard Time|Pacific/Guadalcanal
    (UTC+11:00) Solomon Is., New Caledonia|Central Pacific Standard Time|Pacific/Guadalcanal
    (GMT-06:00) Central Time (US & Canada)|Central Standard Time|America/Chicago
    (GMT-06:00) Central Time (US and Canada)|Central Standard Time|America/Chicago
    (UTC-06:00) Central Time (US & Canada)|Central Standard Time|America/Chicago
    (GMT-06:00) Guadalajara, Mexico City, Monterrey|Central Standard Time (Mexico)|America/Mexico_City
    (GMT-06:00) Guadalajara, Mexico City, Monterrey - New|Central Standard Time (Mexico)|America/Mexico_City
    (UTC-06:00) Guadalajara, Mexico City, Monterrey|Central Standard Time (Mexico)|America/Mexico_City
    (UTC+12:45) Chatham Islands|Chatham Islands Standard Time|Pacific/Chatham
    (GMT+08:00) Beijing, Chongqing, Hong Kong SAR, Urumqi|China Standard Time|Asia/Shanghai
    (GMT+08:00) Beijing, Chongqing, Hong Kong, Urumqi|China Standard Time|Asia/Shanghai
    (UTC+08:00) Beijing, Chongqing, Hong Kong SAR, Urumqi|China Standard Time|Asia/Shanghai
    (UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi|China Standard Time|Asia/Shanghai
    (UTC-05:00) Havana|Cuba Standard Time|America/Havana
    (GMT-12:00) International Date Line West|Dateline Standard Time|Etc/GMT+12
    (UTC-12:00) International Date Line West|Dateline Standard Time|Etc/GMT+12
    (GMT+03:00) Nairobi|E. Africa Standard Time|Africa/Nairobi
    (UTC+03:00) Nairobi|E. Africa Standard Time|Africa/Nairobi
    (GMT+10:00) Brisbane|E. Australia Standard Time|Australia/Brisbane
    (UTC+10:00) Brisbane|E. Australia Standard Time|Australia/Brisbane
    (GMT+02:00) Bucharest|E. Europe Standard Time|Europe/Chisinau
    (GMT+02:00) Minsk|E. Europe Standard Time|Europe/Chisinau
    (UTC+02:00) Chisinau|E. Europe Standard Time|Europe/Chisinau
    (UTC+02:00) E. Europe|E. Europe Standard Time|Europe/Chisinau
    (UTC+02:00) Minsk|E. Europe Standard Time|Europe/Chisinau
    (GMT-03:00) Brasilia|E. South America Standard Time|America/Sao_Paulo
    (UTC-03:00) Brasilia|E. South America Standard Time|America/Sao_Paulo
    (UTC-06:00) Easter Island|Easter Island Standard Time|Pacific/Easter
    (GMT-05:00) Eastern Time (US & Canada)|Eastern Standard Time|America/New_York
    (GMT-05:00) Eastern Time (US and Canada)|Eastern Standard Time|America/New_York
    (UTC-05:00) Eastern Time (US & Canada)|Eastern Standard Time|America/New_York
    (UTC-05:00) Chetumal|Eastern Standard Time (Mexico)|America/Cancun
    (GMT+02:00) Cairo|Egypt Standard Time|Africa/Cairo
    (UTC+02:00) Cairo|Egypt Standard Time|Africa/Cairo
    (GMT+05:00) Ekaterinburg|Ekaterinburg Standard Time|Asia/Yekaterinburg
    (UTC+05:00) Ekaterinburg|Ekaterinburg Standard Time|Asia/Yekaterinburg
    (UTC+05:00) Ekaterinburg (RTZ 4)|Ekaterinburg Standard Time|Asia/Yekaterinburg
    (UTC+06:00) Ekaterinburg|Ekaterinburg Standard Time|Asia/Yekaterinburg
    (GMT+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|FLE Standard Time|Europe/Kiev
    (UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|FLE Standard Time|Europe/Kiev
    (GMT+12:00) Fiji|Fiji Standard Time|Pacific/Fiji
    (GMT+12:00) Fiji Islands, Kamchatka, Marshall Islands|Fiji Standard Time|Pacific/Fiji
    (GMT+12:00) Fiji, Kamchatka, Marshall Is.|Fiji Standard Time|Pacific/Fiji
    (UTC+12:00) Fiji|Fiji Standard Time|Pacific/Fiji
    (UTC+12:00) Fiji, Marshall Is.|Fiji Standard Time|Pacific/Fiji
    (GMT) Dublin, Edinburgh, Lisbon, London|GMT Standard Time|Europe/London
    (GMT) Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London|GMT Standard Time|Europe/London
    (GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London|GMT Standard Time|Europe/London
    (UTC) Dublin, Edinburgh, Lisbon, London|GMT Standard Time|Europe/London
    (UTC+00:00) Dublin, Edinburgh, Lisbon, London|GMT Standard Time|Europe/London
    (GMT+02:00) Athens, Beirut, Istanbul, Minsk|GTB Standard Time|Europe/Bucharest
    (GMT+02:00) Athens, Bucharest, Istanbul|GTB Standard Time|Europe/Bucharest
    (GMT+02:00) Athens, Istanbul, Minsk|GTB Standard Time|Europe/Bucharest
    (UTC+02:00) Athens, Bucharest|GTB Standard Time|Europe/Bucharest
    (UTC+02:00) Athens, Bucharest, Istanbul|GTB Standard Time|Europe/Bucharest
    (GMT+03:00) Tbilisi|Georgian Standard Time|Asia/Tbilisi
    (GMT+04:00) Tbilisi|Georgian Standard Time|Asia/Tbilisi
    (UTC+04:00) Tbilisi|Georgian Standard Time|Asia/Tbilisi
    (GMT-03:00) Greenland|Greenland Standard Time|America/Godthab
    (UTC-02:00) Greenland|Greenland Standard Time|America/Godthab
    (UTC-03:00) Greenland|Greenland Standard Time|America/Godthab
    (GMT) Casablanca, Monrovia|Greenwich Standard Time|Atlantic/Reykjavik
    (GMT) Casablanca, Monrovia, Reykjavik|Greenwich Standard Time|Atlantic/Reykjavik
    (GMT) Monrovia, Reykjavik|Greenwich Standard Time|Atlantic/Reykjavik
    (UTC) Monrovia, Reykjavik|Greenwich Standard Time|Atlantic/Reykjavik
    (UTC+00:00) Monrovia, Reykjavik|Greenwich Standard Time|Atlantic/Reykjavik
    (UTC-05:00) Haiti|Haiti Standard Time|America/Port-au-Prince
    (GMT-10:00) Hawaii|Hawaiian Standard Time|Pacific/Honolulu
    (UTC-10:00) Hawaii|Hawaiian Standard Time|Pacific/Honolulu
    (GMT+05:30) Chennai, Kolkata, Mumbai, New Delhi|India Standard Time|Asia/Calcutta
    (UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi|India Standard Time|Asia/Calcutta
    (GMT+03:30) Tehran|Iran Standard Time|Asia/Tehran
    (UTC+03:30) Tehran|Iran Standard Time|Asia/Tehran
    (GMT+02:00) Jerusalem|Israel Standard Time|Asia/Jerusalem
    (UTC+02:00) Jerusalem|Israel Standard Time|Asia/Jerusalem
    (GMT+02:00) Amman|Jordan Standard Time|Asia/Amman
    (UTC+02:00) Amman|Jordan Standard Time|Asia/Amman
    (UTC+03:00) Amman|Jordan Standard Time|Asia/Amman
    (UTC+02:00) Kaliningrad|Kaliningrad Standard Time|Europe/Kaliningrad
    (UTC+02:00) Kaliningrad (RTZ 1)|Kaliningrad Standard Time|Europe/Kaliningrad
    (UTC+03:00) Kaliningrad|Kaliningrad Standard Time|Europe/Kaliningrad
    (UTC+03:00) Kaliningrad, Minsk|Kaliningrad Standard Time|Europe/Kaliningrad
    (GMT+12:00) Petropavlovsk-Kamchatsky|Kamchatka Standard Time|Asia/Kamchatka
    (UTC+12:00) Petropavlovsk-Kamchatsky|Kamchatka Standard Time|Asia/Kamchatka
    (UTC+12:00) Petropavlovsk-Kamchatsky - Old|Kamchatka Standard Time|Asia/Kamchatka
    (GMT+09:00) Seoul|Korea Standard Time|Asia/Seoul
    (UTC+09:00) Seoul|Korea Standard Time|Asia/Seoul
    (UTC+02:00) Tripoli|Libya Standard Time|Africa/Tripoli
    (UTC+14:00) Kiritimati Island|Line Islands Standard Time|Pacific/Kiritimati
    (UTC+10:30) Lord Howe Island|Lord Howe Standard Time|Australia/Lord_Howe
    (GMT+12:00) Magadan|Magadan Standard Time|Asia/Magadan
    (UTC+10:00) Magadan|Magadan Standard Time|Asia/Magadan
    (UTC+11:00) Magadan|Magadan Standard Time|Asia/Magadan
    (UTC+12:00) Magadan|Magadan Standard Time|Asia/Magadan
    (UTC-03:00) Punta Arenas|Magallanes Standard Time|America/Punta_Arenas
    |Manitoba Standard Time|America/Winnipeg
    (UTC-09:30) Marquesas Islands|Marquesas Standard Time|Pacific/Marquesas
    (GMT+04:00) Port Louis|Mauritius Standard Time|Indian/Mauritius
    (UTC+04:00) Port Louis|Mauritius Standard Time|Indian/Mauritius
    (GMT-06:00) Guadalajara, Mexico City, Monterrey - Old|Mexico Standard Time|America/Mexico_City
    (GMT-07:00) Chihuahua, La Paz, Mazatlan - Old|Mexico Standard Time 2|America/Chihuahua
    (GMT-02:00) Mid-Atlantic|Mid-Atlantic Standard Time|Etc/GMT+2
    (UTC-02:00) Mid-Atlantic|Mid-Atlantic Standard Time|Etc/GMT+2
    (UTC-02:00) Mid-Atlantic - Old|Mid-Atlantic Standard Time|Etc/GMT+2
    (GMT+02:00) Beirut|Middle East Standard Time|Asia/Beirut
    (UTC+02:00) Beirut|Middle East Standard Time|Asia/Beirut
    (GMT-03:00) Montevideo|Montevideo Standard Time|America/Montevideo
    (UTC-03:00) Montevideo|Montevideo Standard Time|America/Montevideo
    (GMT) Casablanca|Morocco Standard Time|Africa/Casablanca
    (GMT+01:00) Casablanca|Morocco Standard Time|Africa/Casablanca
    (UTC) Casablanca|Morocco Standard Time|Africa/Casablanca
    (UTC+00:00) Casablanca|Morocco Standard Time|Africa/Casablanca
    (UTC+01:00) Casablanca|Morocco Standard Time|Africa/Casablanca
    (GMT-07:00) Mountain Time (US & Canada)|Mountain Standard Time|America/Denver
    (GMT-07:00) Mountain Time (US and Canada)|Mountain Standard Time|America/Denver
    (UTC-07:00) Mountain Time (US & Canada)|Mountain Standard Time|America/Denver
    (GMT-07:00) Chihuahua, La Paz, Mazatlan|Mountain Standard Time (Mexico)|America/Mazatlan
    (GMT-07:00) Chihuahua, La Paz, Mazatlan - New|Mountain Standard Time (Mexico)|America/Mazatlan
    (UTC-07:00) Chihuahua, La Paz, Mazatlan|Mountain Standard Time (Mexico)|America/Mazatlan
    (UTC-07:00) La Paz, Mazatlan|Mountain Standard Time (Mexico)|America/Mazatlan
    (GMT+06:30) Yangon (Rangoon)|Myanmar Standard Time|Asia/Rangoon
    (UTC+06:30) Yangon (Rangoon)|Myanmar Standard Time|Asia/Rangoon
    (GMT+06:00) Almaty, Novosibirsk|N. Central Asia Standard Time|Asia/Novosibirsk
    (UTC+06:00) Novosibirsk|N. Central Asia Standard Time|Asia/Novosibirsk
    (UTC+06:00) Novosibirsk (RTZ 5)|N. Central Asia Standard Time|Asia/Novosibirsk
    (UTC+07:00) Novosibirsk|N. Central Asia Standard Time|Asia/Novosibirsk
    (GMT+01:00) Windhoek|Namibia Standard Time|Africa/Windhoek
    (GMT+02:00) Windhoek|Namibia Standard Time|Africa/Windhoek
    (UTC+01:00) Windhoek|Namibia Standard Time|Africa/Windhoek
    (UTC+02:00) Windhoek|Namibia Standard Time|Africa/Windhoek
    (GMT+05:45) Kathmandu|Nepal Standard Time|Asia/Katmandu
    (UTC+05:45) Kathmandu|Nepal Standard Time|Asia/Katmandu
    (GMT+12:00) Auckland, Wellington|New Zealand Standard Time|Pacific/Auckland
    (UTC+12:00) Auckland, Wellington|New Zealand Standard Time|Pacific/Auckland
    (GMT-03:30) Newfoundland|Newfoundland Standard Time|America/St_Johns
    (GMT-03:30) Newfoundland and Labrador|Newfoundland Standard Time|America/St_Johns
    (UTC-03:30) Newfoundland|Newfoundland Standard Time|America/St_Johns
    (UTC+11:00) Norfolk Island|Norfolk Standard Time|Pacific/Norfolk
    (GMT+08:00) Irkutsk, Ulaan Bataar|North Asia East Standard Time|Asia/Irkutsk
    (UTC+08:00) Irkutsk|North Asia East Standard Time|Asia/Irkutsk
    (UTC+08:00) Irkutsk (RTZ 7)|North Asia East Standard Time|Asia/Irkutsk
    (UTC+09:00) Irkutsk|North Asia East Standard Time|Asia/Irkutsk
    (GMT+07:00) Krasnoyarsk|North Asia Standard Time|Asia/Krasnoyarsk
    (UTC+07:00) Krasnoyarsk|North Asia Standard Time|Asia/Krasnoyarsk
    (UTC+07:00) Krasnoyarsk (RTZ 6)|North Asia Standard Time|Asia/Krasnoyarsk
    (UTC+08:00) Krasnoyarsk|North Asia Standard Time|Asia/Krasnoyarsk
    (UTC+08:30) Pyongyang|North Korea Standard Time|Asia/Pyongyang
    (UTC+09:00) Pyongyang|North Korea Standard Time|Asia/Pyongyang
    (UTC+06:00) Omsk|Omsk Standard Time|Asia/Omsk
    (GMT-04:00) Santiago|Pacific SA Standard Time|America/Santiago
    (UTC-03:00) Santiago|Pacific SA Standard Time|America/Santiago
    (UTC-04:00) Santiago|Pacific SA Standard Time|America/Santiago
    (GMT-08:00) Pacific Time (US & Canada)|Pacific Standard Time|America/Los_Angeles
    (GMT-08:00) Pacific Time (US & Canada); Tijuana|Pacific Standard Time|America/Los_Angeles
    (GMT-08:00) Pacific Time (US and Canada)|Pacific Standard Time|America/Los_Angeles
    (GMT-08:00) Pacific Time (US and Canada); Tijuana|Pacific Standard Time|America/Los_Angeles
    (UTC-08:00) Pacific Time (US & Canada)|Pacific Standard Time|America/Los_Angeles
    (GMT-08:00) Baja California|Pacific Standard Time (Mexico)|America/Tijuana
    (GMT-08:00) Tijuana, Baja California|Pacific Standard Time (Mexico)|America/Tijuana
    (UTC-08:00) Baja California|Pacific Standard Time (Mexico)|America/Tijuana
    (UTC-08:00) Tijuana, Baja California|Pacific Standard Time (Mexico)|America/Tijuana
    (GMT+05:00) Islamabad, Karachi|Pakistan Standard Time|Asia/Karachi
    (UTC+05:00) Islamabad, Karachi|Pakistan Standard Time|Asia/Karachi
    (GMT-04:00) Asuncion|Paraguay Standard Time|America/Asuncion
    (UTC-03:00) Asuncion|Paraguay Standard Time|America/Asuncion
    (UTC-04:00) Asuncion|Paraguay Standard Time|America/Asuncion
    (UTC+05:00) Astana|Qyzylorda Standard Time|Asia/Qyzylorda
    (UTC+05:00) Qyzylorda|Qyzylorda Standard Time|Asia/Qyzylorda
    (GMT+01:00) Brussels, Copenhagen, Madrid, Paris|Romance Standard Time|Europe/Paris
    (UTC+01:00) Brussels, Copenhagen, Madrid, Paris|Romance Standard Time|Europe/Paris
    (UTC+11:00) Chokurdakh|Russia Time Zone 10|Asia/Srednekolymsk
    (UTC+11:00) Chokurdakh (RTZ 10)|Russia Time Zone 10|Asia/Srednekolymsk
    (UTC+12:00) Anadyr, Petropavlovsk-Kamchatsky|Russia Time Zone 11|Asia/Kamchatka
    (UTC+12:00) Anadyr, Petropavlovsk-Kamchatsky (RTZ 11)|Russia Time Zone 11|Asia/Kamchatka
    (UTC+04:00) Izhevsk, Samara|Russia Time Zone 3|Europe/Samara
    (UTC+04:00) Izhevsk, Samara (RTZ 3)|Russia Time Zone 3|Europe/Samara
    (GMT+03:00) Moscow, St. Petersburg, Volgograd|Russian Standard Time|Europe/Moscow
    (UTC+03:00) Moscow, St Petersburg|Russian Standard Time|Europe/Moscow
    (UTC+03:00) Moscow, St. Petersburg|Russian Standard Time|Europe/Moscow
    (UTC+03:00) Moscow, St. Petersburg, Volgograd|Russian Standard Time|Europe/Moscow
    (UTC+03:00) Moscow, St. Petersburg, Volgograd (RTZ 2)|Russian Standard Time|Europe/Moscow
    (UTC+04:00) Moscow, St. Petersburg, Volgograd|Russian Standard Time|Europe/Moscow
    (GMT-03:00) Buenos Aires, Georgetown|SA Eastern Standard Time|America/Cayenne
    (GMT-03:00) Cayenne, Fortaleza|SA Eastern Standard Time|America/Cayenne
    (UTC-03:00) Cayenne|SA Eastern Standard Time|America/Cayenne
    (UTC-03:00) Cayenne, Fortaleza|SA Eastern Standard Time|America/Cayenne
    (GMT-05:00) Bogota, Lima, Quito|SA Pacific Standard Time|America/Bogota
    (GMT-05:00) Bogota, Lima, Quito, Rio Branco|SA Pacific Standard Time|America/Bogota
    (UTC-05:00) Bogota, Lima, Quito|SA Pacific Standard Time|America/Bogota
    (UTC-05:00) Bogota, Lima, Quito, Rio Branco|SA Pacific Standard Time|America/Bogota
    (GMT-04:00) Caracas, La Paz|SA Western Standard Time|America/La_Paz
    (GMT-04:00) Georgetown, La Paz, Manaus, San Juan|SA Western Standard Time|America/La_Paz
    (GMT-04:00) Georgetown, La Paz, San Juan|SA Western Standard Time|America/La_Paz
    (GMT-04:00) La Paz|SA Western Standard Time|America/La_Paz
    (UTC-04:00) Georgetown, La Paz, Manaus, San Juan|SA Western Standard Time|America/La_Paz
    (UTC-04:00) Georgetown, La Paz, San Juan|SA Western Standard Time|America/La_Paz
    (GMT+07:00) Bangkok, Hanoi, Jakarta|SE Asia Standard Time|Asia/Bangkok
    (UTC+07:00) Bangkok, Hanoi, Jakarta|SE Asia Standard Time|Asia/Bangkok
    (UTC-03:00) Saint Pierre and Miquelon|Saint Pierre Standard Time|America/Miquelon
    (UTC+11:00) Sakhalin|Sakhalin Standard Time|Asia/Sakhalin
    (GMT+13:00) Samoa|Samoa Standard Time|Pacific/Apia
    (GMT-11:00) Midway Island, Samoa|Samoa Standard Time|Pacific/Pago_Pago
    (UTC+13:00) Samoa|Samoa Standard Time|Pacific/Apia
    (UTC-11:00) Midway Island, Samoa|Samoa Standard Time|Pacific/Pago_Pago
    (UTC-11:00) Samoa|Samoa Standard Time|Pacific/Pago_Pago
    (UTC+00:00) Sao Tome|Sao Tome Standard Time|Africa/Sao_Tome
    (UTC+01:00) Sao Tome|Sao Tome Standard Time|Africa/Sao_Tome
    (UTC+04:00) Saratov|Saratov Standard Time|Europe/Saratov
    (GMT+08:00) Kuala Lumpur, Singapore|Singapore Standard Time|Asia/Singapore
    (UTC+08:00) Kuala Lumpur, Singapore|Singapore Standard Time|Asia/Singapore
    (GMT+02:00) Harare, Pretoria|South Africa Standard Time|Africa/Johannesburg
    (UTC+02:00) Harare, Pretoria|South Africa Standard Time|Africa/Johannesburg
    (UTC+02:00) Juba|South Sudan Standard Time|Africa/Juba
    (GMT+05:30) Sri Jayawardenepura|Sri Lanka Standard Time|Asia/Colombo
    (GMT+06:00) Sri Jayawardenepura|Sri Lanka Standard Time|Asia/Colombo
    (UTC+05:30) Sri Jayawardenepura|Sri Lanka Standard Time|Asia/Colombo
    (UTC+02:00) Khartoum|Sudan Standard Time|Africa/Khartoum
    (GMT+02:00) Damascus|Syria Standard Time|Asia/Damascus
    (UTC+02:00) Damascus|Syria Standard Time|Asia/Damascus
    (UTC+03:00) Damascus|Syria Standard Time|Asia/Damascus
    (GMT+08:00) Taipei|Taipei Standard Time|Asia/Taipei
    (UTC+08:00) Taipei|Taipei Standard Time|Asia/Taipei
    (GMT+10:00) Hobart|Tasmania Standard Time|Australia/Hobart
    (UTC+10:00) Hobart|Tasmania Standard Time|Australia/Hobart
    (UTC-03:00) Araguaina|Tocantins Standard Time|America/Araguaina
    (GMT+09:00) Osaka, Sapporo, Tokyo|Tokyo Standard Time|Asia/Tokyo
    (UTC+09:00) Osaka, Sapporo, Tokyo|Tokyo Standard Time|Asia/Tokyo
    (UTC+07:00) Tomsk|Tomsk Standard Time|Asia/Tomsk
    (GMT+13:00) Nuku'alofa|Tonga Standard Time|Pacific/Tongatapu
    (UTC+13:00) Nuku'alofa|Tonga Standard Time|Pacific/Tongatapu
    (UTC+09:00) Chita|Transbaikal Standard Time|Asia/Chita
    (GMT+02:00) Istanbul|Turkey Standard Time|Europe/Istanbul
    (UTC+02:00) Istanbul|Turkey Standard Time|Europe/Istanbul
    (UTC+03:00) Istanbul|Turkey Standard Time|Europe/Istanbul
    (UTC-04:00) Turks and Caicos|Turks And Caicos Standard Time|America/Grand_Turk
    (UTC-05:00) Turks and Caicos|Turks And Caicos Standard Time|America/Grand_Turk
    (GMT-05:00) Indiana (East)|US Eastern Standard Time|America/Indianapolis
    (UTC-05:00) Indiana (East)|US Eastern Standard Time|America/Indianapolis
    (GMT-07:00) Arizona|US Mountain Standard Time|America/Phoenix
    (UTC-07:00) Arizona|US Mountain Standard Time|America/Phoenix
    (GMT) Coordinated Universal Time|UTC|Etc/UTC
    (UTC) Co-ordinated Universal Time|UTC|Etc/UTC
    (UTC) Coordinated Universal Time|UTC|Etc/UTC
    Universal Coordinated Time|UTC|Etc/UTC
    (GMT+12:00) Coordinated Universal Time+12|UTC+12|Etc/GMT-12
    (UTC+12:00) Co-ordinated Universal Time+12|UTC+12|Etc/GMT-12
    (UTC+12:00) Coordinated Universal Time+12|UTC+12|Etc/GMT-12
    (UTC+13:00) Co-ordinated Universal Time+13|UTC+13|Etc/GMT-13
    (UTC+13:00) Coordinated Universal Time+13|UTC+13|Etc/GMT-13
    (GMT-02:00) Coordinated Universal Time-02|UTC-02|Etc/GMT+2
    (UTC-02:00) Co-ordinated Universal Time-02|UTC-02|Etc/GMT+2
    (UTC-02:00) Coordinated Universal Time-02|UTC-02|Etc/GMT+2
    (UTC-08:00) Co-ordinated Universal Time-08|UTC-08|Etc/GMT+8
    (UTC-08:00) Coordinated Universal Time-08|UTC-08|Etc/GMT+8
    (UTC-09:00) Co-ordinated Universal Time-09|UTC-09|Etc/GMT+9
    (UTC-09:00) Coordinated Universal Time-09|UTC-09|Etc/GMT+9
    (GMT-11:00) Coordinated Universal Time-11|UTC-11|Etc/GMT+11
    (UTC-11:00) Co-ordinated Universal Time-11|UTC-11|Etc/GMT+11
    (UTC-11:00) Coordinated Universal Time-11|UTC-11|Etc/GMT+11
    (GMT+08:00) Ulaanbaatar|Ulaanbaatar Standard Time|Asia/Ulaanbaatar
    (UTC+08:00) Ulaanbaatar|Ulaanbaatar Standard Time|Asia/Ulaanbaatar
    (GMT-04:30) Caracas|Venezuela Standard Time|America/Caracas
    (UTC-04:00) Caracas|Venezuela Standard Time|America/Caracas
    (UTC-04:30) Caracas|Venezuela Standard Time|America/Caracas
    (GMT+10:00) Vladivostok|Vladivostok Standard Time|Asia/Vladivostok
    (UTC+10:00) Vladivostok|Vladivostok Standard Time|Asia/Vladivostok
    (UTC+10:00) Vladivostok, Magadan (RTZ 9)|Vladivostok Standard Time|Asia/Vladivostok
    (UTC+11:00) Vladivostok|Vladivostok Standard Time|Asia/Vladivostok
    (UTC+03:00) Volgograd|Volgograd Standard Time|Europe/Volgograd
    (UTC+04:00) Volgograd|Volgograd Standard Time|Europe/Volgograd
    (GMT+08:00) Perth|W. Australia Standard Time|Australia/Perth
    (UTC+08:00) Perth|W. Australia Standard Time|Australia/Perth
    (GMT+01:00) West Central Africa|W. Central Africa Standard Time|Africa/Lagos
    (UTC+01:00) West Central Africa|W. Central Africa Standard Time|Africa/Lagos
    (GMT+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna|W. Europe Standard Time|Europe/Berlin
    (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna|W. Europe Standard Time|Europe/Berlin
    (UTC+07:00) Hovd|W. Mongolia Standard Time|Asia/Hovd
    (GMT+05:00) Islamabad, Karachi, Tashkent|West Asia Standard Time|Asia/Tashkent
    (GMT+05:00) Tashkent|West Asia Standard Time|Asia/Tashkent
    (UTC+05:00) Ashgabat, Tashkent|West Asia Standard Time|Asia/Tashkent
    (UTC+05:00) Tashkent|West Asia Standard Time|Asia/Tashkent
    (UTC+02:00) Gaza, Hebron|West Bank Standard Time|Asia/Hebron
    (GMT+10:00) Guam, Port Moresby|West Pacific Standard Time|Pacific/Port_Moresby
    (UTC+10:00) Guam, Port Moresby|West Pacific Standard Time|Pacific/Port_Moresby
    (GMT+09:00) Yakutsk|Yakutsk Standard Time|Asia/Yakutsk
    (UTC+09:00) Yakutsk|Yakutsk Standard Time|Asia/Yakutsk
    (UTC+09:00) Yakutsk (RTZ 8)|Yakutsk Standard Time|Asia/Yakutsk
    (UTC+10:00) Yakutsk|Yakutsk Standard Time|Asia/Yakutsk
    (UTC-07:00) Yukon|Yukon Standard Time|America/Whitehorse
    """#
