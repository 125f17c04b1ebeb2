// Written by Scripts/zones/generate.py; not to be edited.
// swift-format-ignore-file

/// Display names in the languages of Europe, and the Windows key that each means.
let localizedZoneTable: StaticString = #"""
    (UTC) Egyezményes világidő|UTC
    (UTC) Eşgüdümlü Evrensel Saat|UTC
    (UTC) Hora Universal Coordenada|UTC
    (UTC) Hora universal coordinada|UTC
    (UTC) Koordinierte Weltzeit|UTC
    (UTC) Koordinovaný svetový čas|UTC
    (UTC) Koordinovaný světový čas|UTC
    (UTC) Maailmaaeg|UTC
    (UTC) Ora universală|UTC
    (UTC) Pasaulinis koordinuotasis laikas|UTC
    (UTC) Tempo Universal Coordenado|UTC
    (UTC) Temps universel coordonné|UTC
    (UTC) Universālais koordinētais laiks|UTC
    (UTC) Univerzalno koordinirano vrijeme|UTC
    (UTC) Uniwersalny czas koordynowany|UTC
    (UTC) Usklajen univerzalni čas|UTC
    (UTC) Συντονισμένη παγκόσμια ώρα|UTC
    (UTC) Время в формате UTC|UTC
    (UTC) Координирано универсално време|UTC
    (UTC) всесвітній координований час|UTC
    (UTC+00:00) Dublin, Edimburgo, Lisboa, Londres|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lisabon, London|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lisabon, Londýn|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lisabona, Londra|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lisboa, London|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lissabon, Londen|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lissabon, London|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lissabon, Lontoo|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lisszabon, London|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lizbon, Londra|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgh, Lizbona, London|GMT Standard Time
    (UTC+00:00) Dublin, Edinburgo, Lisboa, Londres|GMT Standard Time
    (UTC+00:00) Dublin, Edynburg, Lizbona, Londyn|GMT Standard Time
    (UTC+00:00) Dublin, Édimbourg, Lisbonne, Londres|GMT Standard Time
    (UTC+00:00) Dublina, Edinburga, Lisabona, Londona|GMT Standard Time
    (UTC+00:00) Dublinas, Edinburgas, Lisabona, Londonas|GMT Standard Time
    (UTC+00:00) Dublino, Edimburgo, Lisbona, Londra|GMT Standard Time
    (UTC+00:00) Dublín, Edimburgo, Lisboa, Londres|GMT Standard Time
    (UTC+00:00) Monrovia, Reikiavik|Greenwich Standard Time
    (UTC+00:00) Monrovia, Reykjavík|Greenwich Standard Time
    (UTC+00:00) Monrovija, Reikjavikas|Greenwich Standard Time
    (UTC+00:00) Monrovija, Reikjavīka|Greenwich Standard Time
    (UTC+00:00) Monrovya, Reykjavik|Greenwich Standard Time
    (UTC+00:00) Monróvia, Reiquiavique|Greenwich Standard Time
    (UTC+00:00) Monróvia, Reykjavik|Greenwich Standard Time
    (UTC+00:00) San Tomė|Sao Tome Standard Time
    (UTC+00:00) Santo Tomé|Sao Tome Standard Time
    (UTC+00:00) Santome|Sao Tome Standard Time
    (UTC+00:00) Svatý Tomáš|Sao Tome Standard Time
    (UTC+00:00) Sveti Toma|Sao Tome Standard Time
    (UTC+00:00) Svätý Tomáš|Sao Tome Standard Time
    (UTC+00:00) São Tomé|Sao Tome Standard Time
    (UTC+00:00) Δουβλίνο, Εδιμβούργο, Λισαβώνα, Λονδίνο|GMT Standard Time
    (UTC+00:00) Μονρόβια, Ρέικιαβικ|Greenwich Standard Time
    (UTC+00:00) Σάο Τομέ|Sao Tome Standard Time
    (UTC+00:00) Дублин, Эдинбург, Лиссабон, Лондон|GMT Standard Time
    (UTC+00:00) Дублін, Единбург, Лісабон, Лондон|GMT Standard Time
    (UTC+00:00) Дъблин, Единбург, Лисабон, Лондон|GMT Standard Time
    (UTC+00:00) Монровия, Рейкьявик|Greenwich Standard Time
    (UTC+00:00) Монровия, Рейкявик|Greenwich Standard Time
    (UTC+00:00) Монровія, Рейк’явік|Greenwich Standard Time
    (UTC+00:00) Сан-Томе|Sao Tome Standard Time
    (UTC+00:00) Сао Томе|Sao Tome Standard Time
    (UTC+01:00) Africa central-vestică|W. Central Africa Standard Time
    (UTC+01:00) Afrique centrale - Ouest|W. Central Africa Standard Time
    (UTC+01:00) Afryka Środkowozachodnia|W. Central Africa Standard Time
    (UTC+01:00) Amesterdão, Berlim, Berna, Roma, Estocolmo, Viena|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berliin, Bern, Rooma, Stockholm, Viin|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berliini, Bern, Rooma, Tukholma, Wien|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlijn, Bern, Rome, Stockholm, Wenen|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Bern, Oslo, Roma, Wien|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Bern, Rim, Stockholm, Beč|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Bern, Rim, Stockholm, Dunaj|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Bern, Rom, Stockholm, Wien|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Bern, Roma, Stockholm, Viyana|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Berna, Roma, Stockholm, Viena|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Berne, Rome, Stockholm, Vienne|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlin, Berno, Rzym, Sztokholm, Wiedeń|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlino, Berna, Roma, Stoccolma, Vienna|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlín, Bern, Řím, Stockholm, Vídeň|W. Europe Standard Time
    (UTC+01:00) Amsterdam, Berlín, Berna, Roma, Estocolmo, Viena|W. Europe Standard Time
    (UTC+01:00) Amsterdama, Berlīne, Berne, Roma, Stokholma, Vīne|W. Europe Standard Time
    (UTC+01:00) Amsterdamas, Berlynas, Bernas, Roma, Stokholmas, Viena|W. Europe Standard Time
    (UTC+01:00) Amsterdã, Berlim, Berna, Roma, Estocolmo, Viena|W. Europe Standard Time
    (UTC+01:00) Amszterdam, Bécs, Berlin, Bern, Róma, Stockholm|W. Europe Standard Time
    (UTC+01:00) Belehrad, Bratislava, Budapešť, Ľubľana, Praha|Central Europe Standard Time
    (UTC+01:00) Belgrad, Bratislava (Pressburg), Budapest, Ljubljana, Prag (Praha)|Central Europe Standard Time
    (UTC+01:00) Belgrad, Bratislava, Budapest, Ljubljana, Prag|Central Europe Standard Time
    (UTC+01:00) Belgrad, Bratislava, Budapest, Ljubljana, Praha|Central Europe Standard Time
    (UTC+01:00) Belgrad, Bratislava, Budapesta, Ljubljana, Praga|Central Europe Standard Time
    (UTC+01:00) Belgrad, Bratysława, Budapeszt, Lublana, Praga|Central Europe Standard Time
    (UTC+01:00) Belgrada, Bratislava, Budapešta, Ļubļana, Prāga|Central Europe Standard Time
    (UTC+01:00) Belgradas, Bratislava, Budapeštas, Liubliana, Praha|Central Europe Standard Time
    (UTC+01:00) Belgrado, Bratislava, Boedapest, Ljubljana, Praag|Central Europe Standard Time
    (UTC+01:00) Belgrado, Bratislava, Budapest, Liubliana, Praga|Central Europe Standard Time
    (UTC+01:00) Belgrado, Bratislava, Budapest, Lubiana, Praga|Central Europe Standard Time
    (UTC+01:00) Belgrado, Bratislava, Budapeste, Liubliana, Praga|Central Europe Standard Time
    (UTC+01:00) Belgrat, Bratislava, Budapeşte Ljubljana, Prag|Central Europe Standard Time
    (UTC+01:00) Beograd, Bratislava, Budapest, Ljubljana, Prag|Central Europe Standard Time
    (UTC+01:00) Beograd, Bratislava, Budapest, Ljubljana, Praha|Central Europe Standard Time
    (UTC+01:00) Beograd, Bratislava, Budimpešta, Ljubljana, Praga|Central Europe Standard Time
    (UTC+01:00) Beograd, Bratislava, Budimpešta, Ljubljana, Prag|Central Europe Standard Time
    (UTC+01:00) Berlín, Amsterdam, Bern, Rím, Štokholm, Viedeň|W. Europe Standard Time
    (UTC+01:00) Brisele, Kopenhāgena, Madride, Parīze|Romance Standard Time
    (UTC+01:00) Briuselis, Kopenhaga, Madridas, Paryžius|Romance Standard Time
    (UTC+01:00) Bruksela, Kopenhaga, Madryt, Paryż|Romance Standard Time
    (UTC+01:00) Brusel, Kodaň, Madrid, Paríž|Romance Standard Time
    (UTC+01:00) Brusel, Kodaň, Madrid, Paříž|Romance Standard Time
    (UTC+01:00) Bruselas, Copenhague, Madrid, París|Romance Standard Time
    (UTC+01:00) Bruselj, Kopenhagen, Madrid, Pariz|Romance Standard Time
    (UTC+01:00) Brussel, Kopenhagen, Madrid, Parijs|Romance Standard Time
    (UTC+01:00) Brussel, København, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Bruxelas, Copenhaga, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Bruxelas, Copenhague, Madri, Paris|Romance Standard Time
    (UTC+01:00) Bruxelles, Berlin, Bern, Rom, Amsterdam, Wien|W. Europe Standard Time
    (UTC+01:00) Bruxelles, Copenaghen, Madrid, Parigi|Romance Standard Time
    (UTC+01:00) Bruxelles, Copenhaga, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Bruxelles, Copenhague, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Bruxelles, Kopenhagen, Madrid, Pariz|Romance Standard Time
    (UTC+01:00) Bryssel, Köpenhamn, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Bryssel, Kööpenhamina, Madrid, Pariisi|Romance Standard Time
    (UTC+01:00) Brüksel, Kopenhag, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Brüssel, Kopenhaagen, Madriid, Pariis|Romance Standard Time
    (UTC+01:00) Brüssel, Kopenhagen, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Brüsszel, Koppenhága, Madrid, Párizs|Romance Standard Time
    (UTC+01:00) Budapest, Belgrád, Ljubljana, Pozsony, Prága|Central Europe Standard Time
    (UTC+01:00) Centro-oeste da África|W. Central Africa Standard Time
    (UTC+01:00) Centrālāfrikas rietumdaļa|W. Central Africa Standard Time
    (UTC+01:00) Kasablanka|Morocco Standard Time
    (UTC+01:00) Kesk-Aafrika lääneosa|W. Central Africa Standard Time
    (UTC+01:00) København, Stockholm, Oslo, Madrid, Paris|Romance Standard Time
    (UTC+01:00) Läntinen Keski-Afrikka|W. Central Africa Standard Time
    (UTC+01:00) Nyugat-Közép-Afrika|W. Central Africa Standard Time
    (UTC+01:00) Orta Batı Afrika|W. Central Africa Standard Time
    (UTC+01:00) Praha, Bratislava, Budapešť, Bělehrad, Lublaň|Central Europe Standard Time
    (UTC+01:00) Repubblica centrafricana occidentale|W. Central Africa Standard Time
    (UTC+01:00) Sarajeva, Skopje, Varšava, Zagreba|Central European Standard Time
    (UTC+01:00) Sarajevas, Skopjė, Varšuva, Zagrebas|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopie, Varsovia, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Sófia, Varsóvia, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varsavia, Zagabria|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varsova, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varsovie, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varssavi, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varšava, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varšava, Záhreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varšava, Záhřeb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Varșovia, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Warschau, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skopje, Warszawa, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skoplie, Varsóvia, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajevo, Skoplje, Varšava, Zagreb|Central European Standard Time
    (UTC+01:00) Sarajewo, Skopie, Warszawa, Zagrzeb|Central European Standard Time
    (UTC+01:00) Saraybosna, Üsküp, Varşova, Zagreb|Central European Standard Time
    (UTC+01:00) Szarajevó, Szkopje, Varsó, Zágráb|Central European Standard Time
    (UTC+01:00) V. Centralafrika|W. Central Africa Standard Time
    (UTC+01:00) Vakarų ir centrinė Afrika|W. Central Africa Standard Time
    (UTC+01:00) Vestlige Sentral-Afrika|W. Central Africa Standard Time
    (UTC+01:00) Västra centralafrika|W. Central Africa Standard Time
    (UTC+01:00) West-Zentralafrika|W. Central Africa Standard Time
    (UTC+01:00) Zahodna centralna Afrika|W. Central Africa Standard Time
    (UTC+01:00) Zapad Središnje Afrike|W. Central Africa Standard Time
    (UTC+01:00) Západ strednej Afriky|W. Central Africa Standard Time
    (UTC+01:00) Západ střední Afriky|W. Central Africa Standard Time
    (UTC+01:00) África Central Occidental|W. Central Africa Standard Time
    (UTC+01:00) África Centro Oeste|W. Central Africa Standard Time
    (UTC+01:00) Άμστερνταμ, Βερολίνο, Βέρνη, Ρώμη, Στοκχόλμη, Βιέννη|W. Europe Standard Time
    (UTC+01:00) Βελιγράδι, Μπρατισλάβα, Βουδαπέστη, Λουμπλιάνα, Πράγα|Central Europe Standard Time
    (UTC+01:00) Βρυξέλες, Κοπεγχάγη, Μαδρίτη, Παρίσι|Romance Standard Time
    (UTC+01:00) Καζαμπλάνκα|Morocco Standard Time
    (UTC+01:00) Κεντροδυτική Αφρική|W. Central Africa Standard Time
    (UTC+01:00) Σαράγεβο, Σκόπια, Βαρσοβία, Ζάγκρεμπ|Central European Standard Time
    (UTC+01:00) Амстердам, Берлин, Берн, Вена, Рим, Стокгольм|W. Europe Standard Time
    (UTC+01:00) Амстердам, Берлин, Берн, Рим, Стокхолм, Виена|W. Europe Standard Time
    (UTC+01:00) Амстердам, Берлін, Берн, Відень, Рим, Стокгольм|W. Europe Standard Time
    (UTC+01:00) Белград, Братислава, Будапешт, Любляна, Прага|Central Europe Standard Time
    (UTC+01:00) Белград, Братислава, Будапеща, Любляна, Прага|Central Europe Standard Time
    (UTC+01:00) Белґрад, Братислава, Будапешт, Любляна, Прага|Central Europe Standard Time
    (UTC+01:00) Брюксел, Копенхаген, Мадрид, Париж|Romance Standard Time
    (UTC+01:00) Брюссель, Копенгаген, Мадрид, Париж|Romance Standard Time
    (UTC+01:00) Брюссель, Копенгаґен, Мадрид, Париж|Romance Standard Time
    (UTC+01:00) Варшава, Загреб, Сараево, Скопье|Central European Standard Time
    (UTC+01:00) Западна Централна Африка|W. Central Africa Standard Time
    (UTC+01:00) Западная Центральная Африка|W. Central Africa Standard Time
    (UTC+01:00) Західна Центральна Африка|W. Central Africa Standard Time
    (UTC+01:00) Казабланка|Morocco Standard Time
    (UTC+01:00) Касабланка|Morocco Standard Time
    (UTC+01:00) Сараево, Скопие, Варшава, Загреб|Central European Standard Time
    (UTC+01:00) Сараєво, Скоп'є, Софія, Вільнюс, Варшава, Заґреб|Central European Standard Time
    (UTC+02:00) Ateena, Bukarest|GTB Standard Time
    (UTC+02:00) Aten, Bucuresti|GTB Standard Time
    (UTC+02:00) Aten, Bukarest|GTB Standard Time
    (UTC+02:00) Atena, București|GTB Standard Time
    (UTC+02:00) Atena, Bukurešt|GTB Standard Time
    (UTC+02:00) Atenas, Bucareste|GTB Standard Time
    (UTC+02:00) Atenas, Bucarest|GTB Standard Time
    (UTC+02:00) Atene, Bucarest|GTB Standard Time
    (UTC+02:00) Atene, Bukarešta|GTB Standard Time
    (UTC+02:00) Ateny, Bukareszt|GTB Standard Time
    (UTC+02:00) Athen, Bukarest|GTB Standard Time
    (UTC+02:00) Athene, Boekarest|GTB Standard Time
    (UTC+02:00) Athènes, Bucarest|GTB Standard Time
    (UTC+02:00) Athén, Bukarest|GTB Standard Time
    (UTC+02:00) Atina, Bükreş|GTB Standard Time
    (UTC+02:00) Atény, Bukurešť|GTB Standard Time
    (UTC+02:00) Atēnas, Bukareste|GTB Standard Time
    (UTC+02:00) Atėnai, Bukareštas|GTB Standard Time
    (UTC+02:00) Beiroet|Middle East Standard Time
    (UTC+02:00) Beirutas|Middle East Standard Time
    (UTC+02:00) Beiruta|Middle East Standard Time
    (UTC+02:00) Beirute|Middle East Standard Time
    (UTC+02:00) Bejrut|Middle East Standard Time
    (UTC+02:00) Bejrút|Middle East Standard Time
    (UTC+02:00) Beyrouth|Middle East Standard Time
    (UTC+02:00) Beyrut|Middle East Standard Time
    (UTC+02:00) Cartum|Sudan Standard Time
    (UTC+02:00) Caïro|Egypt Standard Time
    (UTC+02:00) Chartumas|Sudan Standard Time
    (UTC+02:00) Chartum|Sudan Standard Time
    (UTC+02:00) Chartúm|Sudan Standard Time
    (UTC+02:00) Chișinău|E. Europe Standard Time
    (UTC+02:00) Cuba|South Sudan Standard Time
    (UTC+02:00) Dżuba|South Sudan Standard Time
    (UTC+02:00) Džuba|South Sudan Standard Time
    (UTC+02:00) El Cairo|Egypt Standard Time
    (UTC+02:00) Gaza, Hebrom|West Bank Standard Time
    (UTC+02:00) Gaza, Hebrona|West Bank Standard Time
    (UTC+02:00) Gaza, Hebrón|West Bank Standard Time
    (UTC+02:00) Gaza, Hibronas|West Bank Standard Time
    (UTC+02:00) Gaza, Hébron|West Bank Standard Time
    (UTC+02:00) Gazze, Hebron|West Bank Standard Time
    (UTC+02:00) Gerusalemme|Israel Standard Time
    (UTC+02:00) Gáza, Hebron|West Bank Standard Time
    (UTC+02:00) Harare, Pretorija|South Africa Standard Time
    (UTC+02:00) Harare, Pretória|South Africa Standard Time
    (UTC+02:00) Hartum|Sudan Standard Time
    (UTC+02:00) Hartūma|Sudan Standard Time
    (UTC+02:00) Helsingfors, Kiev, Riga, Sofia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsingi, Kiiev, Riia, Sofia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kiev, Riga, Sofia, Tallin, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kiev, Riga, Sofya, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kiev, Riga, Sofía, Tallin, Vilna|FLE Standard Time
    (UTC+02:00) Helsinki, Kiew, Riga, Sofia, Tallinn, Wilna|FLE Standard Time
    (UTC+02:00) Helsinki, Kijev, Riga, Sofia, Talin, Vilna|FLE Standard Time
    (UTC+02:00) Helsinki, Kijev, Riga, Sofija, Talinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kijev, Riga, Szófia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinki, Kijiva, Rīga, Sofija, Tallina, Viļņa|FLE Standard Time
    (UTC+02:00) Helsinki, Kijów, Ryga, Sofia, Tallin, Wilno|FLE Standard Time
    (UTC+02:00) Helsinki, Kiova, Riika, Tallinna, Sofia, Vilna|FLE Standard Time
    (UTC+02:00) Helsinki, Kyjev, Riga, Sofia, Tallin, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinkis, Kijevas, Ryga, Sofija, Talinas, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinky, Kyjev, Riga, Sofie, Tallin, Vilnius|FLE Standard Time
    (UTC+02:00) Helsinque, Kiev, Riga, Sófia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Helsínquia, Kiev, Riga, Sófia, Tallinn, Vilnius|FLE Standard Time
    (UTC+02:00) Ierusalim|Israel Standard Time
    (UTC+02:00) Jartum|Sudan Standard Time
    (UTC+02:00) Jerozolima|Israel Standard Time
    (UTC+02:00) Jerusalém|Israel Standard Time
    (UTC+02:00) Jerusalén|Israel Standard Time
    (UTC+02:00) Jeruusalemm|Israel Standard Time
    (UTC+02:00) Jeruzaleme|Israel Standard Time
    (UTC+02:00) Jeruzalem|Israel Standard Time
    (UTC+02:00) Jeruzalém|Israel Standard Time
    (UTC+02:00) Jeruzalė|Israel Standard Time
    (UTC+02:00) Jeruzsálem|Israel Standard Time
    (UTC+02:00) Jérusalem|Israel Standard Time
    (UTC+02:00) Kahire|Egypt Standard Time
    (UTC+02:00) Kairas|Egypt Standard Time
    (UTC+02:00) Kaira|Egypt Standard Time
    (UTC+02:00) Kairo|Egypt Standard Time
    (UTC+02:00) Kair|Egypt Standard Time
    (UTC+02:00) Kairó|Egypt Standard Time
    (UTC+02:00) Kaliningradas|Kaliningrad Standard Time
    (UTC+02:00) Kaliningrado|Kaliningrad Standard Time
    (UTC+02:00) Kalinjingrad|Kaliningrad Standard Time
    (UTC+02:00) Kalinyingrád|Kaliningrad Standard Time
    (UTC+02:00) Kartum|Sudan Standard Time
    (UTC+02:00) Kartúm|Sudan Standard Time
    (UTC+02:00) Kaļiņingrada|Kaliningrad Standard Time
    (UTC+02:00) Khartoem|Sudan Standard Time
    (UTC+02:00) Khartum|Sudan Standard Time
    (UTC+02:00) Kiszyniów|E. Europe Standard Time
    (UTC+02:00) Kišiniovas (Chisinau)|E. Europe Standard Time
    (UTC+02:00) Kišinjev|E. Europe Standard Time
    (UTC+02:00) Kišiněv|E. Europe Standard Time
    (UTC+02:00) Kišiņeva|E. Europe Standard Time
    (UTC+02:00) Kišiňov|E. Europe Standard Time
    (UTC+02:00) Kudüs|Israel Standard Time
    (UTC+02:00) Káhira|Egypt Standard Time
    (UTC+02:00) Le Caire|Egypt Standard Time
    (UTC+02:00) Trablus|Libya Standard Time
    (UTC+02:00) Tripole|Libya Standard Time
    (UTC+02:00) Tripolis|Libya Standard Time
    (UTC+02:00) Trypolis|Libya Standard Time
    (UTC+02:00) Trípoli|Libya Standard Time
    (UTC+02:00) Vindhukas|Namibia Standard Time
    (UTC+02:00) Vindhūka|Namibia Standard Time
    (UTC+02:00) Windhuk|Namibia Standard Time
    (UTC+02:00) Yuba|South Sudan Standard Time
    (UTC+02:00) Αθήνα, Βουκουρέστι|GTB Standard Time
    (UTC+02:00) Βυρηττός|Middle East Standard Time
    (UTC+02:00) Γάζα, Χεβρώνα|West Bank Standard Time
    (UTC+02:00) Γουίντχουκ|Namibia Standard Time
    (UTC+02:00) Ελσίνκι, Κίεβο, Ρίγα, Σόφια, Ταλίν, Βίλνιους (Bίλνα)|FLE Standard Time
    (UTC+02:00) Ιερουσαλήμ|Israel Standard Time
    (UTC+02:00) Κάιρο|Egypt Standard Time
    (UTC+02:00) Καλίνινγκραντ|Kaliningrad Standard Time
    (UTC+02:00) Κισινάου|E. Europe Standard Time
    (UTC+02:00) Τρίπολη|Libya Standard Time
    (UTC+02:00) Χαράρε, Πραιτόρια|South Africa Standard Time
    (UTC+02:00) Χαρτούμ|Sudan Standard Time
    (UTC+02:00) Єрусалим|Israel Standard Time
    (UTC+02:00) Атина, Букурещ|GTB Standard Time
    (UTC+02:00) Афины, Бухарест|GTB Standard Time
    (UTC+02:00) Афіни, Бухарест|GTB Standard Time
    (UTC+02:00) Бейрут|Middle East Standard Time
    (UTC+02:00) Вильнюс, Киев, Рига, София, Таллин, Хельсинки|FLE Standard Time
    (UTC+02:00) Виндхук|Namibia Standard Time
    (UTC+02:00) Вільнюс, Гельсінкі, Київ, Рига, Софія, Таллінн|FLE Standard Time
    (UTC+02:00) Віндгук|Namibia Standard Time
    (UTC+02:00) Газа, Хеброн|West Bank Standard Time
    (UTC+02:00) Джуба|South Sudan Standard Time
    (UTC+02:00) Иерусалим|Israel Standard Time
    (UTC+02:00) Йерусалим|Israel Standard Time
    (UTC+02:00) Каир|Egypt Standard Time
    (UTC+02:00) Кайро|Egypt Standard Time
    (UTC+02:00) Калининград|Kaliningrad Standard Time
    (UTC+02:00) Калінінград|Kaliningrad Standard Time
    (UTC+02:00) Картум|Sudan Standard Time
    (UTC+02:00) Каїр|Egypt Standard Time
    (UTC+02:00) Кишинев|E. Europe Standard Time
    (UTC+02:00) Кишинеу|E. Europe Standard Time
    (UTC+02:00) Кишинів|E. Europe Standard Time
    (UTC+02:00) Сектор Газа, Хеврон|West Bank Standard Time
    (UTC+02:00) Сектор Гази, Хеврон|West Bank Standard Time
    (UTC+02:00) Триполи|Libya Standard Time
    (UTC+02:00) Триполі|Libya Standard Time
    (UTC+02:00) Хараре, Претория|South Africa Standard Time
    (UTC+02:00) Хараре, Преторія|South Africa Standard Time
    (UTC+02:00) Хартум|Sudan Standard Time
    (UTC+02:00) Хелзинки, Киев, Рига, София, Талин, Вилнюс|FLE Standard Time
    (UTC+03:00) Amanas|Jordan Standard Time
    (UTC+03:00) Ammán|Jordan Standard Time
    (UTC+03:00) Ammāna|Jordan Standard Time
    (UTC+03:00) Amã|Jordan Standard Time
    (UTC+03:00) Bagdadas|Arabic Standard Time
    (UTC+03:00) Bagdade|Arabic Standard Time
    (UTC+03:00) Bagdad|Arabic Standard Time
    (UTC+03:00) Bagdád|Arabic Standard Time
    (UTC+03:00) Bagdá|Arabic Standard Time
    (UTC+03:00) Bagdāde|Arabic Standard Time
    (UTC+03:00) Bağdat|Arabic Standard Time
    (UTC+03:00) Damasco|Syria Standard Time
    (UTC+03:00) Damasc|Syria Standard Time
    (UTC+03:00) Damaskas|Syria Standard Time
    (UTC+03:00) Damaska|Syria Standard Time
    (UTC+03:00) Damaskos|Syria Standard Time
    (UTC+03:00) Damaskus|Syria Standard Time
    (UTC+03:00) Damask|Syria Standard Time
    (UTC+03:00) Damaszek|Syria Standard Time
    (UTC+03:00) Damaszkusz|Syria Standard Time
    (UTC+03:00) Damas|Syria Standard Time
    (UTC+03:00) Damašek|Syria Standard Time
    (UTC+03:00) Estambul|Turkey Standard Time
    (UTC+03:00) Istambul|Turkey Standard Time
    (UTC+03:00) Isztambul|Turkey Standard Time
    (UTC+03:00) Koeweit, Riyad|Arab Standard Time
    (UTC+03:00) Koweït, Riyad|Arab Standard Time
    (UTC+03:00) Kuvait, Rijád|Arab Standard Time
    (UTC+03:00) Kuvajt, Rijad|Arab Standard Time
    (UTC+03:00) Kuvajt, Rijád|Arab Standard Time
    (UTC+03:00) Kuveit, Ar-Riyad|Arab Standard Time
    (UTC+03:00) Kuveita, Rijāda|Arab Standard Time
    (UTC+03:00) Kuveitas, Rijadas|Arab Standard Time
    (UTC+03:00) Kuveyt, Riyad|Arab Standard Time
    (UTC+03:00) Kuwait, Riade|Arab Standard Time
    (UTC+03:00) Kuwait, Riad|Arab Standard Time
    (UTC+03:00) Kuwait, Riyad|Arab Standard Time
    (UTC+03:00) Kuwejt, Rijad|Arab Standard Time
    (UTC+03:00) Maskava, Sanktpēterburga|Russian Standard Time
    (UTC+03:00) Maskva, Sankt Peterburgas|Russian Standard Time
    (UTC+03:00) Minskas|Belarus Standard Time
    (UTC+03:00) Minska|Belarus Standard Time
    (UTC+03:00) Minszk|Belarus Standard Time
    (UTC+03:00) Mińsk|Belarus Standard Time
    (UTC+03:00) Mosca, S. Pietroburgo|Russian Standard Time
    (UTC+03:00) Moscou, Saint-Pétersbourg|Russian Standard Time
    (UTC+03:00) Moscou, São Petersburgo|Russian Standard Time
    (UTC+03:00) Moscova, Sankt Petersburg|Russian Standard Time
    (UTC+03:00) Moscovo, S. Petersburgo|Russian Standard Time
    (UTC+03:00) Moscú, San Petersburgo|Russian Standard Time
    (UTC+03:00) Moskau, St. Petersburg|Russian Standard Time
    (UTC+03:00) Moskou, Sint-Petersburg|Russian Standard Time
    (UTC+03:00) Moskova, Pietari|Russian Standard Time
    (UTC+03:00) Moskova, St. Petersburg|Russian Standard Time
    (UTC+03:00) Moskva, Peterburi|Russian Standard Time
    (UTC+03:00) Moskva, Petrohrad|Russian Standard Time
    (UTC+03:00) Moskva, Sankt Peterburg|Russian Standard Time
    (UTC+03:00) Moskva, Sankt Petersborg|Russian Standard Time
    (UTC+03:00) Moskva, Sankt-Peterburg|Russian Standard Time
    (UTC+03:00) Moskva, St. Peterburg|Russian Standard Time
    (UTC+03:00) Moskva, St. Petersburg|Russian Standard Time
    (UTC+03:00) Moskwa, Petersburg|Russian Standard Time
    (UTC+03:00) Moszkva, Szentpétervár|Russian Standard Time
    (UTC+03:00) Nairobis|E. Africa Standard Time
    (UTC+03:00) Nairóbi|E. Africa Standard Time
    (UTC+03:00) Omán|Jordan Standard Time
    (UTC+03:00) Stambulas|Turkey Standard Time
    (UTC+03:00) Stambula|Turkey Standard Time
    (UTC+03:00) Stambuł|Turkey Standard Time
    (UTC+03:00) Volgogradas|Volgograd Standard Time
    (UTC+03:00) Volgograda|Volgograd Standard Time
    (UTC+03:00) Volgogrado|Volgograd Standard Time
    (UTC+03:00) Volgográd|Volgograd Standard Time
    (UTC+03:00) Wolgograd|Volgograd Standard Time
    (UTC+03:00) Wołgograd|Volgograd Standard Time
    (UTC+03:00) İstanbul|Turkey Standard Time
    (UTC+03:00) Şam|Syria Standard Time
    (UTC+03:00) Αμμάν|Jordan Standard Time
    (UTC+03:00) Βαγδάτη|Arabic Standard Time
    (UTC+03:00) Βόλγκογκραντ|Volgograd Standard Time
    (UTC+03:00) Δαμασκός|Syria Standard Time
    (UTC+03:00) Κουβέιτ, Ριάντ|Arab Standard Time
    (UTC+03:00) Κωνσταντινούπολη|Turkey Standard Time
    (UTC+03:00) Μινσκ|Belarus Standard Time
    (UTC+03:00) Μόσχα, Αγ. Πετρούπολη|Russian Standard Time
    (UTC+03:00) Ναϊρόμπι|E. Africa Standard Time
    (UTC+03:00) Аман|Jordan Standard Time
    (UTC+03:00) Амман|Jordan Standard Time
    (UTC+03:00) Багдад|Arabic Standard Time
    (UTC+03:00) Волгоград|Volgograd Standard Time
    (UTC+03:00) Дамаск|Syria Standard Time
    (UTC+03:00) Истанбул|Turkey Standard Time
    (UTC+03:00) Кувейт, Ер-Ріяд|Arab Standard Time
    (UTC+03:00) Кувейт, Рияд|Arab Standard Time
    (UTC+03:00) Кувейт, Эр-Рияд|Arab Standard Time
    (UTC+03:00) Минск|Belarus Standard Time
    (UTC+03:00) Москва, Санкт Петербург|Russian Standard Time
    (UTC+03:00) Москва, Санкт-Петербург|Russian Standard Time
    (UTC+03:00) Мінськ|Belarus Standard Time
    (UTC+03:00) Найроби|E. Africa Standard Time
    (UTC+03:00) Найробі|E. Africa Standard Time
    (UTC+03:00) Стамбул|Turkey Standard Time
    (UTC+03:30) Tahran|Iran Standard Time
    (UTC+03:30) Teerão|Iran Standard Time
    (UTC+03:30) Teerã|Iran Standard Time
    (UTC+03:30) Teheranas|Iran Standard Time
    (UTC+03:30) Teheran|Iran Standard Time
    (UTC+03:30) Teherán|Iran Standard Time
    (UTC+03:30) Teherāna|Iran Standard Time
    (UTC+03:30) Téhéran|Iran Standard Time
    (UTC+03:30) Τεχεράνη|Iran Standard Time
    (UTC+03:30) Тегеран|Iran Standard Time
    (UTC+03:30) Техеран|Iran Standard Time
    (UTC+04:00) Abu Dabi, Mascate|Arabian Standard Time
    (UTC+04:00) Abu Dabi, Muscat|Arabian Standard Time
    (UTC+04:00) Abu Dabi, Muškat|Arabian Standard Time
    (UTC+04:00) Abu Dabis, Muskatas|Arabian Standard Time
    (UTC+04:00) Abu Dhabi, Mascate|Arabian Standard Time
    (UTC+04:00) Abu Dhabi, Muskat|Arabian Standard Time
    (UTC+04:00) Abu Zabi, Maskat|Arabian Standard Time
    (UTC+04:00) Abu-Dzabi, Maszkat|Arabian Standard Time
    (UTC+04:00) Abú Dabí, Muscat|Arabian Standard Time
    (UTC+04:00) Abú Dhabi, Muskat|Arabian Standard Time
    (UTC+04:00) Abū Dabī, Maskata|Arabian Standard Time
    (UTC+04:00) Astrachan, Oeljanovsk|Astrakhan Standard Time
    (UTC+04:00) Astrachan, Uljanovsk|Astrakhan Standard Time
    (UTC+04:00) Astrachan, Uljanowsk|Astrakhan Standard Time
    (UTC+04:00) Astrachane, Uljanovskas|Astrakhan Standard Time
    (UTC+04:00) Astrachań, Uljanowsk|Astrakhan Standard Time
    (UTC+04:00) Astrachaň, Uljanovsk|Astrakhan Standard Time
    (UTC+04:00) Astrachán, Ulianovsk|Astrakhan Standard Time
    (UTC+04:00) Astrahan, Ulianovsk|Astrakhan Standard Time
    (UTC+04:00) Astrahan, Uljanovsk|Astrakhan Standard Time
    (UTC+04:00) Astrahan, Ulyanovsk|Astrakhan Standard Time
    (UTC+04:00) Astrahaņa, Uljanovska|Astrakhan Standard Time
    (UTC+04:00) Astrakhan, Oulianovsk|Astrakhan Standard Time
    (UTC+04:00) Astrakhan, Ulianovsk|Astrakhan Standard Time
    (UTC+04:00) Astrakhan, Uljanovsk|Astrakhan Standard Time
    (UTC+04:00) Asztrahán, Uljanovszk|Astrakhan Standard Time
    (UTC+04:00) Bakoe|Azerbaijan Standard Time
    (UTC+04:00) Bakou|Azerbaijan Standard Time
    (UTC+04:00) Bakuu|Azerbaijan Standard Time
    (UTC+04:00) Bakú|Azerbaijan Standard Time
    (UTC+04:00) Bakü|Azerbaijan Standard Time
    (UTC+04:00) Erevan|Caucasus Standard Time
    (UTC+04:00) Ereván|Caucasus Standard Time
    (UTC+04:00) Erevāna|Caucasus Standard Time
    (UTC+04:00) Erivan|Caucasus Standard Time
    (UTC+04:00) Eriwan|Caucasus Standard Time
    (UTC+04:00) Erywań|Caucasus Standard Time
    (UTC+04:00) Ierevan|Caucasus Standard Time
    (UTC+04:00) Ijevsk, Samara|Russia Time Zone 3
    (UTC+04:00) Ischewsk, Samara|Russia Time Zone 3
    (UTC+04:00) Isjevsk, Samara|Russia Time Zone 3
    (UTC+04:00) Izjevsk, Samara|Russia Time Zone 3
    (UTC+04:00) Izsevszk, Szamara|Russia Time Zone 3
    (UTC+04:00) Iżewsk, Samara|Russia Time Zone 3
    (UTC+04:00) Iževsk, Samara|Russia Time Zone 3
    (UTC+04:00) Iževska, Samara|Russia Time Zone 3
    (UTC+04:00) Iževskas, Samara|Russia Time Zone 3
    (UTC+04:00) Jerevanas|Caucasus Standard Time
    (UTC+04:00) Jerevan|Caucasus Standard Time
    (UTC+04:00) Jereván|Caucasus Standard Time
    (UTC+04:00) Port Luisas|Mauritius Standard Time
    (UTC+04:00) Portluija|Mauritius Standard Time
    (UTC+04:00) Saratovas|Saratov Standard Time
    (UTC+04:00) Saratova|Saratov Standard Time
    (UTC+04:00) Saratów|Saratov Standard Time
    (UTC+04:00) Sarátov|Saratov Standard Time
    (UTC+04:00) Szaratov|Saratov Standard Time
    (UTC+04:00) Tbilisis|Georgian Standard Time
    (UTC+04:00) Tbilissi|Georgian Standard Time
    (UTC+04:00) Tbiliszi|Georgian Standard Time
    (UTC+04:00) Thbilisi|Georgian Standard Time
    (UTC+04:00) Tiflis|Georgian Standard Time
    (UTC+04:00) İjevsk, Samara|Russia Time Zone 3
    (UTC+04:00) Αμπού Ντάμπι, Μουσκάτ|Arabian Standard Time
    (UTC+04:00) Αστραχάν, Ουλιάνοφσκ|Astrakhan Standard Time
    (UTC+04:00) Ερεβάν|Caucasus Standard Time
    (UTC+04:00) Ιζέβσκ, Σαμάρα|Russia Time Zone 3
    (UTC+04:00) Μπακού|Azerbaijan Standard Time
    (UTC+04:00) Πορ Λουί|Mauritius Standard Time
    (UTC+04:00) Σαράτοφ|Saratov Standard Time
    (UTC+04:00) Τιφλίδα|Georgian Standard Time
    (UTC+04:00) Єреван|Caucasus Standard Time
    (UTC+04:00) Іжевськ, Самара|Russia Time Zone 3
    (UTC+04:00) Абу Даби, Мускат|Arabian Standard Time
    (UTC+04:00) Абу-Даби, Мускат|Arabian Standard Time
    (UTC+04:00) Абу-Дабі, Мускат|Arabian Standard Time
    (UTC+04:00) Астрахан, Уляновск|Astrakhan Standard Time
    (UTC+04:00) Астрахань, Ульяновск|Astrakhan Standard Time
    (UTC+04:00) Астрахань, Ульяновськ|Astrakhan Standard Time
    (UTC+04:00) Баку|Azerbaijan Standard Time
    (UTC+04:00) Ереван|Caucasus Standard Time
    (UTC+04:00) Ижевск, Самара|Russia Time Zone 3
    (UTC+04:00) Порт Луис|Mauritius Standard Time
    (UTC+04:00) Порт-Луи|Mauritius Standard Time
    (UTC+04:00) Порт-Луї|Mauritius Standard Time
    (UTC+04:00) Саратов|Saratov Standard Time
    (UTC+04:00) Тбилиси|Georgian Standard Time
    (UTC+04:00) Тбілісі|Georgian Standard Time
    (UTC+04:30) Cabul|Afghanistan Standard Time
    (UTC+04:30) Kabil|Afghanistan Standard Time
    (UTC+04:30) Kaboel|Afghanistan Standard Time
    (UTC+04:30) Kaboul|Afghanistan Standard Time
    (UTC+04:30) Kabulas|Afghanistan Standard Time
    (UTC+04:30) Kabula|Afghanistan Standard Time
    (UTC+04:30) Kábul|Afghanistan Standard Time
    (UTC+04:30) Καμπούλ|Afghanistan Standard Time
    (UTC+04:30) Кабул|Afghanistan Standard Time
    (UTC+05:00) Achgabat, Tachkent|West Asia Standard Time
    (UTC+05:00) Achgabat, Tashkent|West Asia Standard Time
    (UTC+05:00) Aschgabat, Taschkent|West Asia Standard Time
    (UTC+05:00) Asgabat, Taskent|West Asia Standard Time
    (UTC+05:00) Ashgabat, Taškent|West Asia Standard Time
    (UTC+05:00) Ashkhabat, Tashkent|West Asia Standard Time
    (UTC+05:00) Asjabad, Tashkent|West Asia Standard Time
    (UTC+05:00) Asjchabad, Tasjkent|West Asia Standard Time
    (UTC+05:00) Asjgabad, Tashkent|West Asia Standard Time
    (UTC+05:00) Asjkhabad, Tasjkent|West Asia Standard Time
    (UTC+05:00) Astaná|Qyzylorda Standard Time
    (UTC+05:00) Aszchabad, Taszkient|West Asia Standard Time
    (UTC+05:00) Asztana|Qyzylorda Standard Time
    (UTC+05:00) Aşkabad, Taşkent|West Asia Standard Time
    (UTC+05:00) Ašchabad, Taškent|West Asia Standard Time
    (UTC+05:00) Ašchabadas, Taškentas|West Asia Standard Time
    (UTC+05:00) Ašchabád, Taškent|West Asia Standard Time
    (UTC+05:00) Ašgabat, Tashkent|West Asia Standard Time
    (UTC+05:00) Ašhabad, Taškent|West Asia Standard Time
    (UTC+05:00) Ašhabada, Taškenta|West Asia Standard Time
    (UTC+05:00) Așhabad, Tașkent|West Asia Standard Time
    (UTC+05:00) Ecaterimburgo|Ekaterinburg Standard Time
    (UTC+05:00) Ekaterimburgo|Ekaterinburg Standard Time
    (UTC+05:00) Iekaterinbourg|Ekaterinburg Standard Time
    (UTC+05:00) Islamabad, Karaczi|Pakistan Standard Time
    (UTC+05:00) Islamabad, Karatschi|Pakistan Standard Time
    (UTC+05:00) Islamabad, Karači|Pakistan Standard Time
    (UTC+05:00) Islamabad, Karáčí|Pakistan Standard Time
    (UTC+05:00) Islamabada, Karači|Pakistan Standard Time
    (UTC+05:00) Islamabadas, Karačis|Pakistan Standard Time
    (UTC+05:00) Islamabade, Carachi|Pakistan Standard Time
    (UTC+05:00) Islámábád, Karáčí|Pakistan Standard Time
    (UTC+05:00) Iszlámábád, Karacsi|Pakistan Standard Time
    (UTC+05:00) Jekaterinburgas|Ekaterinburg Standard Time
    (UTC+05:00) Jekaterinburga|Ekaterinburg Standard Time
    (UTC+05:00) Jekaterinburg|Ekaterinburg Standard Time
    (UTC+05:00) Jekaterynburg|Ekaterinburg Standard Time
    (UTC+05:00) Jekatyerinburg|Ekaterinburg Standard Time
    (UTC+05:00) Jekatěrinburg|Ekaterinburg Standard Time
    (UTC+05:00) İslamabat, Karaçi|Pakistan Standard Time
    (UTC+05:00) Αστάνα|Qyzylorda Standard Time
    (UTC+05:00) Ασχαμπάτ, Τασκένδη|West Asia Standard Time
    (UTC+05:00) Εκατερίνμπουργκ|Ekaterinburg Standard Time
    (UTC+05:00) Ισλαμαμπάντ, Καράτσι|Pakistan Standard Time
    (UTC+05:00) Єкатеринбурґ|Ekaterinburg Standard Time
    (UTC+05:00) Ісламабад, Карачі|Pakistan Standard Time
    (UTC+05:00) Астана|Qyzylorda Standard Time
    (UTC+05:00) Ашхабад, Ташкент|West Asia Standard Time
    (UTC+05:00) Ашґабат, Ташкент|West Asia Standard Time
    (UTC+05:00) Екатеринбург|Ekaterinburg Standard Time
    (UTC+05:00) Екатерининбург|Ekaterinburg Standard Time
    (UTC+05:00) Исламабад, Карачи|Pakistan Standard Time
    (UTC+05:30) Chennai (Madras), Kolkata (Calcutá), Mumbai, Nova Délhi|India Standard Time
    (UTC+05:30) Chennai, Calcuta, Bombay, New Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Calcuta), Mumbai, Nueva Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Calcutta), Mumbai, Nuova Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Calcutá), Mumbai, Nova Deli|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Kalkata), Mumbai (Bombaj), Nai Díllí|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Kalkutta), Mumbai, Neu-Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata (Kalkutta), Mumbai, New Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata, Mumbai, Yeni Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata, Mumbai, Új-Delhi|India Standard Time
    (UTC+05:30) Chennai, Kolkata, Mumbaj, Nowe Delhi|India Standard Time
    (UTC+05:30) Kotte|Sri Lanka Standard Time
    (UTC+05:30) Mumbaí (Bombay), Čennaj, Kolkata, Dillí|India Standard Time
    (UTC+05:30) Srí Jayawardenepura|Sri Lanka Standard Time
    (UTC+05:30) Čenaj, Kolkota, Mumbaj, New Delhi|India Standard Time
    (UTC+05:30) Čenaja, Kalkuta, Mumbaja, Ņūdeli|India Standard Time
    (UTC+05:30) Čenajus, Kolkata (Kalkuta), Mumbajus, Naujasis Delis|India Standard Time
    (UTC+05:30) Šri Džajavardenepūra|Sri Lanka Standard Time
    (UTC+05:30) Šri Javardenepura|Sri Lanka Standard Time
    (UTC+05:30) Šrí Džajawardenepúra|Sri Lanka Standard Time
    (UTC+05:30) Σρι Τζαγιαβαρνταναπούρα|Sri Lanka Standard Time
    (UTC+05:30) Τσενάι, Κολκάτα, Μουμπάι, Νέο Δελχί|India Standard Time
    (UTC+05:30) Колката, Мумбаи, Нью-Дели, Ченнай|India Standard Time
    (UTC+05:30) Ченай, Колката, Мумбай, Ню Делхи|India Standard Time
    (UTC+05:30) Ченнаї, Колката, Мумбаї, Нью-Делі|India Standard Time
    (UTC+05:30) Шри Джаяварденепура|Sri Lanka Standard Time
    (UTC+05:30) Шри-Джаявардене-пура-Котте|Sri Lanka Standard Time
    (UTC+05:30) Шрі-Джаяварденепура|Sri Lanka Standard Time
    (UTC+05:45) Katmandou|Nepal Standard Time
    (UTC+05:45) Katmandu|Nepal Standard Time
    (UTC+05:45) Katmandú|Nepal Standard Time
    (UTC+05:45) Káthmándú|Nepal Standard Time
    (UTC+05:45) Κατμαντού|Nepal Standard Time
    (UTC+05:45) Катманду|Nepal Standard Time
    (UTC+06:00) Biskek|Central Asia Standard Time
    (UTC+06:00) Biszkek|Central Asia Standard Time
    (UTC+06:00) Biškekas|Central Asia Standard Time
    (UTC+06:00) Biškeka|Central Asia Standard Time
    (UTC+06:00) Biškek|Central Asia Standard Time
    (UTC+06:00) Daca|Bangladesh Standard Time
    (UTC+06:00) Dacca|Bangladesh Standard Time
    (UTC+06:00) Daka|Bangladesh Standard Time
    (UTC+06:00) Dakka|Bangladesh Standard Time
    (UTC+06:00) Dháka|Bangladesh Standard Time
    (UTC+06:00) Omskas|Omsk Standard Time
    (UTC+06:00) Omska|Omsk Standard Time
    (UTC+06:00) Omszk|Omsk Standard Time
    (UTC+06:00) Μπισκέκ|Central Asia Standard Time
    (UTC+06:00) Ντάκα|Bangladesh Standard Time
    (UTC+06:00) Ομσκ|Omsk Standard Time
    (UTC+06:00) Бишкек|Central Asia Standard Time
    (UTC+06:00) Бішкек|Central Asia Standard Time
    (UTC+06:00) Дака|Bangladesh Standard Time
    (UTC+06:00) Дакка|Bangladesh Standard Time
    (UTC+06:00) Омск|Omsk Standard Time
    (UTC+06:00) Омськ|Omsk Standard Time
    (UTC+06:30) Jangona (Ranguna)|Myanmar Standard Time
    (UTC+06:30) Jangonas (Rangūnas)|Myanmar Standard Time
    (UTC+06:30) Rangoon|Myanmar Standard Time
    (UTC+06:30) Yangon (Rangun)|Myanmar Standard Time
    (UTC+06:30) Yangon (Rangún)|Myanmar Standard Time
    (UTC+06:30) Yangon|Myanmar Standard Time
    (UTC+06:30) Yangoun (Rangún)|Myanmar Standard Time
    (UTC+06:30) Yangón (Rangún)|Myanmar Standard Time
    (UTC+06:30) Γιανγκόν (Ρανγκούν)|Myanmar Standard Time
    (UTC+06:30) Янгон (Рангун)|Myanmar Standard Time
    (UTC+06:30) Янгон|Myanmar Standard Time
    (UTC+06:30) Янґон|Myanmar Standard Time
    (UTC+07:00) Ajmak kobdoski|W. Mongolia Standard Time
    (UTC+07:00) Bancoc, Hanói, Jacarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Dzsakarta, Hanoi|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoi, Cakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoi, Djakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoi, Dżakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoi, Džakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoi, Giacarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoj, Džakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanoj, Jakarta|SE Asia Standard Time
    (UTC+07:00) Bangkok, Hanói, Yakarta|SE Asia Standard Time
    (UTC+07:00) Bangkoka, Hanoja, Džakarta|SE Asia Standard Time
    (UTC+07:00) Banguecoque, Hanói, Jacarta|SE Asia Standard Time
    (UTC+07:00) Bankokas, Hanojus, Džakarta|SE Asia Standard Time
    (UTC+07:00) Barnaoul, Gorno-Altaïsk|Altai Standard Time
    (UTC+07:00) Barnaul, Gorno-Altaisk|Altai Standard Time
    (UTC+07:00) Barnaul, Gorno-Altajsk|Altai Standard Time
    (UTC+07:00) Barnaul, Gorno-Altajszk|Altai Standard Time
    (UTC+07:00) Barnaula, Gornoaltaiska|Altai Standard Time
    (UTC+07:00) Barnaulas, Gorno-Altaiskas|Altai Standard Time
    (UTC+07:00) Barnauł, Gornoałtajsk|Altai Standard Time
    (UTC+07:00) Chovdský ajmag|W. Mongolia Standard Time
    (UTC+07:00) Chovd|W. Mongolia Standard Time
    (UTC+07:00) Hovda|W. Mongolia Standard Time
    (UTC+07:00) Kobdas|W. Mongolia Standard Time
    (UTC+07:00) Krasnoiarsk|North Asia Standard Time
    (UTC+07:00) Krasnojarskas|North Asia Standard Time
    (UTC+07:00) Krasnojarska|North Asia Standard Time
    (UTC+07:00) Krasnojarsk|North Asia Standard Time
    (UTC+07:00) Krasnoïarsk|North Asia Standard Time
    (UTC+07:00) Krasznojarszk|North Asia Standard Time
    (UTC+07:00) Novosibirskas|N. Central Asia Standard Time
    (UTC+07:00) Novosibirska|N. Central Asia Standard Time
    (UTC+07:00) Novossibirsk|N. Central Asia Standard Time
    (UTC+07:00) Novoszibirszk|N. Central Asia Standard Time
    (UTC+07:00) Nowosibirsk|N. Central Asia Standard Time
    (UTC+07:00) Nowosybirsk|N. Central Asia Standard Time
    (UTC+07:00) Tomskas|Tomsk Standard Time
    (UTC+07:00) Tomska|Tomsk Standard Time
    (UTC+07:00) Tomská oblast|Tomsk Standard Time
    (UTC+07:00) Tomszk|Tomsk Standard Time
    (UTC+07:00) Κρασνογιάρσκ|North Asia Standard Time
    (UTC+07:00) Μπανγκόκ, Ανόι, Τζακάρτα|SE Asia Standard Time
    (UTC+07:00) Μπαρναούλ, Γκόρνο-Αλτάισκ|Altai Standard Time
    (UTC+07:00) Νοβοσιμπίρσκ|N. Central Asia Standard Time
    (UTC+07:00) Τομσκ|Tomsk Standard Time
    (UTC+07:00) Χοβντ|W. Mongolia Standard Time
    (UTC+07:00) Бангкок, Джакарта, Ханой|SE Asia Standard Time
    (UTC+07:00) Банкок, Ханой, Джакарта|SE Asia Standard Time
    (UTC+07:00) Банґкок, Ханой, Джакарта|SE Asia Standard Time
    (UTC+07:00) Барнаул, Горно-Алтайск|Altai Standard Time
    (UTC+07:00) Барнаул, Горно-Алтайськ|Altai Standard Time
    (UTC+07:00) Кобдо|W. Mongolia Standard Time
    (UTC+07:00) Красноярск|North Asia Standard Time
    (UTC+07:00) Красноярськ|North Asia Standard Time
    (UTC+07:00) Новосибирск|N. Central Asia Standard Time
    (UTC+07:00) Новосибірськ|N. Central Asia Standard Time
    (UTC+07:00) Томск|Tomsk Standard Time
    (UTC+07:00) Томськ|Tomsk Standard Time
    (UTC+07:00) Ховд|W. Mongolia Standard Time
    (UTC+08:00) Beijing (Peking), Chongqing, Hongkong (SAR), Urumchi|China Standard Time
    (UTC+08:00) Beijing (Peking), Chongqing, Hongkong SAR, Urumqi|China Standard Time
    (UTC+08:00) Beijing, Chongqing, Hong Kong (R.A.S.), Urumqi|China Standard Time
    (UTC+08:00) Beijing, Chongqing, Hongkong, Urumqi|China Standard Time
    (UTC+08:00) Beijing, Chongqing, Hongkong, Ürümqi|China Standard Time
    (UTC+08:00) Beijing, Chongqing, RAS Hong Kong, Urumqi|China Standard Time
    (UTC+08:00) Irkoetsk|North Asia East Standard Time
    (UTC+08:00) Irkoutsk|North Asia East Standard Time
    (UTC+08:00) Irkuck|North Asia East Standard Time
    (UTC+08:00) Irkutskas|North Asia East Standard Time
    (UTC+08:00) Irkutska|North Asia East Standard Time
    (UTC+08:00) Irkutszk|North Asia East Standard Time
    (UTC+08:00) Kuala Lumpur, Cingapura|Singapore Standard Time
    (UTC+08:00) Kuala Lumpur, Singapour|Singapore Standard Time
    (UTC+08:00) Kuala Lumpur, Singapura|Singapore Standard Time
    (UTC+08:00) Kuala Lumpur, Singapur|Singapore Standard Time
    (UTC+08:00) Kuala Lumpur, Szingapúr|Singapore Standard Time
    (UTC+08:00) Kualalumpura, Singapūra|Singapore Standard Time
    (UTC+08:00) Kvala Lampūras, Singapūras|Singapore Standard Time
    (UTC+08:00) Oulan-Bator|Ulaanbaatar Standard Time
    (UTC+08:00) Pechino, Chongqing, RAS di Hong Kong, Urumchi|China Standard Time
    (UTC+08:00) Pekin, Chongping, Hongkong, Urumqi|China Standard Time
    (UTC+08:00) Pekin, Çongcin, Hong Kong ÖİB, Urumçi|China Standard Time
    (UTC+08:00) Pekina, Čuncina, Honkonga, Urumči|China Standard Time
    (UTC+08:00) Pekinas, Chongkvingas, Honkongas, Urumkvi|China Standard Time
    (UTC+08:00) Peking, Chongqing, Hong Kong, Urumqi|China Standard Time
    (UTC+08:00) Peking, Chongqing, Hongkong, Urumqi|China Standard Time
    (UTC+08:00) Peking, Chongqing, Posebno upravno područje Hong Kong, Urumqi|China Standard Time
    (UTC+08:00) Peking, Csungking, Hongkong, Urumcsi|China Standard Time
    (UTC+08:00) Peking, Čchung-čching, Hongkong, Urumqi|China Standard Time
    (UTC+08:00) Peking, Čongčing, Posebno upravno območje Hongkong, Urumči|China Standard Time
    (UTC+08:00) Pequim, Chongqing, RAE de Hong Kong, Urumqi|China Standard Time
    (UTC+08:00) Pequim, Chonquim, Hong Kong, Urumqui|China Standard Time
    (UTC+08:00) Pertas|W. Australia Standard Time
    (UTC+08:00) Pert|W. Australia Standard Time
    (UTC+08:00) Pērta|W. Australia Standard Time
    (UTC+08:00) Taibei|Taipei Standard Time
    (UTC+08:00) Taipeh|Taipei Standard Time
    (UTC+08:00) Taipeja|Taipei Standard Time
    (UTC+08:00) Taipéi|Taipei Standard Time
    (UTC+08:00) Taipé|Taipei Standard Time
    (UTC+08:00) Taipėjus|Taipei Standard Time
    (UTC+08:00) Tajpej|Taipei Standard Time
    (UTC+08:00) Taypey|Taipei Standard Time
    (UTC+08:00) Ulan Batoras|Ulaanbaatar Standard Time
    (UTC+08:00) Ulan Bator|Ulaanbaatar Standard Time
    (UTC+08:00) Ulan-Bator|Ulaanbaatar Standard Time
    (UTC+08:00) Ulanbatora|Ulaanbaatar Standard Time
    (UTC+08:00) Ulanbator|Ulaanbaatar Standard Time
    (UTC+08:00) Ulán Bator|Ulaanbaatar Standard Time
    (UTC+08:00) Ulánbátar|Ulaanbaatar Standard Time
    (UTC+08:00) Ulánbátor|Ulaanbaatar Standard Time
    (UTC+08:00) Ułan Bator|Ulaanbaatar Standard Time
    (UTC+08:00) İrkutsk|North Asia East Standard Time
    (UTC+08:00) Ιρκούτσκ|North Asia East Standard Time
    (UTC+08:00) Κουάλα Λουμπούρ, Σιγκαπούρη|Singapore Standard Time
    (UTC+08:00) Ουλάν Μπατόρ|Ulaanbaatar Standard Time
    (UTC+08:00) Πεκίνο, Τσονγκ-κινγκ, Χονγκ Κονγκ ΕΔΠ, Ουρούμκι|China Standard Time
    (UTC+08:00) Περθ|W. Australia Standard Time
    (UTC+08:00) Ταϊπέι|Taipei Standard Time
    (UTC+08:00) Іркутськ|North Asia East Standard Time
    (UTC+08:00) Гонконг, Пекин, Урумчи, Чунцин|China Standard Time
    (UTC+08:00) Иркутск|North Asia East Standard Time
    (UTC+08:00) Куала Лампур, Сингапур|Singapore Standard Time
    (UTC+08:00) Куала-Лумпур, Сингапур|Singapore Standard Time
    (UTC+08:00) Куала-Лумпур, Сінґапур|Singapore Standard Time
    (UTC+08:00) Пекин, Чонгцин, Хонконг, САР, Урумчи|China Standard Time
    (UTC+08:00) Пекін, Чхонджін, ОАР Гонконг, Урумчі|China Standard Time
    (UTC+08:00) Перт|W. Australia Standard Time
    (UTC+08:00) Пърт|W. Australia Standard Time
    (UTC+08:00) Тайбей|Taipei Standard Time
    (UTC+08:00) Тайбэй|Taipei Standard Time
    (UTC+08:00) Тайпе|Taipei Standard Time
    (UTC+08:00) Улан Батор|Ulaanbaatar Standard Time
    (UTC+08:00) Улан-Батор|Ulaanbaatar Standard Time
    (UTC+08:45) Eukla|Aus Central W. Standard Time
    (UTC+08:45) Jukla|Aus Central W. Standard Time
    (UTC+08:45) Γιούκλα|Aus Central W. Standard Time
    (UTC+08:45) Юкла|Aus Central W. Standard Time
    (UTC+09:00) Csita|Transbaikal Standard Time
    (UTC+09:00) Czyta|Transbaikal Standard Time
    (UTC+09:00) Jakuck|Yakutsk Standard Time
    (UTC+09:00) Jakutskas|Yakutsk Standard Time
    (UTC+09:00) Jakutska|Yakutsk Standard Time
    (UTC+09:00) Jakutsk|Yakutsk Standard Time
    (UTC+09:00) Jakutszk|Yakutsk Standard Time
    (UTC+09:00) Osaca, Sapporo, Tóquio|Tokyo Standard Time
    (UTC+09:00) Osaka, Saporas, Tokijas|Tokyo Standard Time
    (UTC+09:00) Osaka, Saporo, Tokija|Tokyo Standard Time
    (UTC+09:00) Osaka, Saporo, Tokio|Tokyo Standard Time
    (UTC+09:00) Osaka, Sapporo, Tokio|Tokyo Standard Time
    (UTC+09:00) Osaka, Sapporo, Tóquio|Tokyo Standard Time
    (UTC+09:00) Osaka, Sapporo, Tōkyō|Tokyo Standard Time
    (UTC+09:00) Oszaka, Szapporo, Tokió|Tokyo Standard Time
    (UTC+09:00) Pchenjanas|North Korea Standard Time
    (UTC+09:00) Pchjongjang|North Korea Standard Time
    (UTC+09:00) Phenian|North Korea Standard Time
    (UTC+09:00) Phenjana|North Korea Standard Time
    (UTC+09:00) Phenjan|North Korea Standard Time
    (UTC+09:00) Pjongjang|North Korea Standard Time
    (UTC+09:00) Pjöngjang|North Korea Standard Time
    (UTC+09:00) Seulas|Korea Standard Time
    (UTC+09:00) Seula|Korea Standard Time
    (UTC+09:00) Seul|Korea Standard Time
    (UTC+09:00) Seúl|Korea Standard Time
    (UTC+09:00) Soul|Korea Standard Time
    (UTC+09:00) Szöul|Korea Standard Time
    (UTC+09:00) Séoul|Korea Standard Time
    (UTC+09:00) Söul|Korea Standard Time
    (UTC+09:00) Tjita|Transbaikal Standard Time
    (UTC+09:00) Tsjita|Transbaikal Standard Time
    (UTC+09:00) Tšita|Transbaikal Standard Time
    (UTC+09:00) Yakoutsk|Yakutsk Standard Time
    (UTC+09:00) Ósaka, Sapporo, Tokio|Tokyo Standard Time
    (UTC+09:00) Čita|Transbaikal Standard Time
    (UTC+09:00) Γιακούτσκ|Yakutsk Standard Time
    (UTC+09:00) Οσάκα, Σαππόρο, Τόκιο|Tokyo Standard Time
    (UTC+09:00) Πιονγκ Γιανγκ|North Korea Standard Time
    (UTC+09:00) Σεούλ|Korea Standard Time
    (UTC+09:00) Τσιτά|Transbaikal Standard Time
    (UTC+09:00) Осака, Сапоро, Токио|Tokyo Standard Time
    (UTC+09:00) Осака, Саппоро, Токио|Tokyo Standard Time
    (UTC+09:00) Осака, Саппоро, Токіо|Tokyo Standard Time
    (UTC+09:00) Пхеньян|North Korea Standard Time
    (UTC+09:00) Пхенян|North Korea Standard Time
    (UTC+09:00) Сеул|Korea Standard Time
    (UTC+09:00) Чита|Transbaikal Standard Time
    (UTC+09:00) Якутск|Yakutsk Standard Time
    (UTC+09:00) Якутськ|Yakutsk Standard Time
    (UTC+09:30) Adelaida|Cen. Australia Standard Time
    (UTC+09:30) Adelaidė|Cen. Australia Standard Time
    (UTC+09:30) Adelajda|Cen. Australia Standard Time
    (UTC+09:30) Adélaïde|Cen. Australia Standard Time
    (UTC+09:30) Darvinas|AUS Central Standard Time
    (UTC+09:30) Darvina|AUS Central Standard Time
    (UTC+09:30) Αδελαΐδα|Cen. Australia Standard Time
    (UTC+09:30) Ντάργουιν|AUS Central Standard Time
    (UTC+09:30) Аделаида|Cen. Australia Standard Time
    (UTC+09:30) Аделаїда|Cen. Australia Standard Time
    (UTC+09:30) Дарвин|AUS Central Standard Time
    (UTC+09:30) Дарвін|AUS Central Standard Time
    (UTC+10:00) Brisbenas|E. Australia Standard Time
    (UTC+10:00) Brisbena|E. Australia Standard Time
    (UTC+10:00) Camberra, Melbourne, Sidnei|AUS Eastern Standard Time
    (UTC+10:00) Camberra, Melbourne, Sydney|AUS Eastern Standard Time
    (UTC+10:00) Canberra, Melbourne, Sídney|AUS Eastern Standard Time
    (UTC+10:00) Guama, Portmorsbija|West Pacific Standard Time
    (UTC+10:00) Guamas, Port Morsbis|West Pacific Standard Time
    (UTC+10:00) Hobartas|Tasmania Standard Time
    (UTC+10:00) Hobārta|Tasmania Standard Time
    (UTC+10:00) Kanbera, Melbourne, Sidney|AUS Eastern Standard Time
    (UTC+10:00) Kanbera, Melburna, Sidneja|AUS Eastern Standard Time
    (UTC+10:00) Kanbera, Melburnas, Sidnėjus|AUS Eastern Standard Time
    (UTC+10:00) Vladivostokas|Vladivostok Standard Time
    (UTC+10:00) Vladivostoka|Vladivostok Standard Time
    (UTC+10:00) Vladivostoque|Vladivostok Standard Time
    (UTC+10:00) Vlagyivosztok|Vladivostok Standard Time
    (UTC+10:00) Wladiwostok|Vladivostok Standard Time
    (UTC+10:00) Władywostok|Vladivostok Standard Time
    (UTC+10:00) Βλαδιβοστόκ|Vladivostok Standard Time
    (UTC+10:00) Γκουάμ, Πορτ Μόρεσμπι|West Pacific Standard Time
    (UTC+10:00) Καμπέρα, Μελβούρνη, Σίντνεϋ|AUS Eastern Standard Time
    (UTC+10:00) Μπρίσμπεϊν|E. Australia Standard Time
    (UTC+10:00) Χόμπαρτ|Tasmania Standard Time
    (UTC+10:00) Брисбейн|E. Australia Standard Time
    (UTC+10:00) Брисбен|E. Australia Standard Time
    (UTC+10:00) Брісбен|E. Australia Standard Time
    (UTC+10:00) Владивосток|Vladivostok Standard Time
    (UTC+10:00) Гобарт|Tasmania Standard Time
    (UTC+10:00) Гуам, Порт Морсби|West Pacific Standard Time
    (UTC+10:00) Гуам, Порт-Морсби|West Pacific Standard Time
    (UTC+10:00) Канбера, Мелбърн, Сидни|AUS Eastern Standard Time
    (UTC+10:00) Канберра, Мельбурн, Сидней|AUS Eastern Standard Time
    (UTC+10:00) Канберра, Мельбурн, Сідней|AUS Eastern Standard Time
    (UTC+10:00) Хобарт|Tasmania Standard Time
    (UTC+10:00) Ґуам, Порт-Морсбі|West Pacific Standard Time
    (UTC+10:30) Ilha Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Ilha de Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Insula Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Isla Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Isola di Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Lord Howe Adası|Lord Howe Standard Time
    (UTC+10:30) Lord Howe'i saar|Lord Howe Standard Time
    (UTC+10:30) Lord Howe-sziget|Lord Howe Standard Time
    (UTC+10:30) Lord Howe-øya|Lord Howe Standard Time
    (UTC+10:30) Lord Howen saari|Lord Howe Standard Time
    (UTC+10:30) Lord Howeön|Lord Howe Standard Time
    (UTC+10:30) Lord-Howe-Insel|Lord Howe Standard Time
    (UTC+10:30) Lorda Hava sala|Lord Howe Standard Time
    (UTC+10:30) Lordo Hau sala|Lord Howe Standard Time
    (UTC+10:30) Ostrov Lorda Howa|Lord Howe Standard Time
    (UTC+10:30) Ostrov lorda Howa|Lord Howe Standard Time
    (UTC+10:30) Otok Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Otork Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Wyspa Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Île Lord Howe|Lord Howe Standard Time
    (UTC+10:30) Νησί Λορντ Χάου|Lord Howe Standard Time
    (UTC+10:30) Лорд-Хау|Lord Howe Standard Time
    (UTC+10:30) Остров Лорд Хауи|Lord Howe Standard Time
    (UTC+11:00) Bougainville Adası|Bougainville Standard Time
    (UTC+11:00) Bougainville'i saar|Bougainville Standard Time
    (UTC+11:00) Bougainville-Insel|Bougainville Standard Time
    (UTC+11:00) Bougainville-sziget|Bougainville Standard Time
    (UTC+11:00) Bougainville-øya|Bougainville Standard Time
    (UTC+11:00) Bougainvillen saari|Bougainville Standard Time
    (UTC+11:00) Bougainville|Bougainville Standard Time
    (UTC+11:00) Bougainvilleön|Bougainville Standard Time
    (UTC+11:00) Bugenvila sala|Bougainville Standard Time
    (UTC+11:00) Bugenvilio sala|Bougainville Standard Time
    (UTC+11:00) Ceokurdah|Russia Time Zone 10
    (UTC+11:00) Csokurdah|Russia Time Zone 10
    (UTC+11:00) Czokurdach|Russia Time Zone 10
    (UTC+11:00) Ilha Bougainville|Bougainville Standard Time
    (UTC+11:00) Ilha Norfolk|Norfolk Standard Time
    (UTC+11:00) Ilha de Bougainville|Bougainville Standard Time
    (UTC+11:00) Ilhas Salomão, Nova Caledônia|Central Pacific Standard Time
    (UTC+11:00) Ilhas de Salomão, Nova Caledónia|Central Pacific Standard Time
    (UTC+11:00) Insula Bougainville|Bougainville Standard Time
    (UTC+11:00) Insula Norfolk|Norfolk Standard Time
    (UTC+11:00) Insulele Solomon, Noua Caledonie|Central Pacific Standard Time
    (UTC+11:00) Is. Salomone, Nuova Caledonia|Central Pacific Standard Time
    (UTC+11:00) Isla Bougainville|Bougainville Standard Time
    (UTC+11:00) Isla Norfolk|Norfolk Standard Time
    (UTC+11:00) Islas Salomón, Nueva Caledonia|Central Pacific Standard Time
    (UTC+11:00) Magadanas|Magadan Standard Time
    (UTC+11:00) Magadana|Magadan Standard Time
    (UTC+11:00) Magadán|Magadan Standard Time
    (UTC+11:00) Magadã|Magadan Standard Time
    (UTC+11:00) Norfolk Adası|Norfolk Standard Time
    (UTC+11:00) Norfolk-sziget|Norfolk Standard Time
    (UTC+11:00) Norfolkas sala|Norfolk Standard Time
    (UTC+11:00) Norfolkeiland|Norfolk Standard Time
    (UTC+11:00) Norfolki saar|Norfolk Standard Time
    (UTC+11:00) Norfolkinsaari|Norfolk Standard Time
    (UTC+11:00) Norfolkinsel|Norfolk Standard Time
    (UTC+11:00) Norfolko sala|Norfolk Standard Time
    (UTC+11:00) Norfolk|Norfolk Standard Time
    (UTC+11:00) Norfolkön|Norfolk Standard Time
    (UTC+11:00) Norfolkøya|Norfolk Standard Time
    (UTC+11:00) Norfolški otok|Norfolk Standard Time
    (UTC+11:00) Otok Bougainville|Bougainville Standard Time
    (UTC+11:00) Otok Norfolk|Norfolk Standard Time
    (UTC+11:00) Saalomoni Saared, Uus-Kaledoonia|Central Pacific Standard Time
    (UTC+11:00) Sachalinas|Sakhalin Standard Time
    (UTC+11:00) Sachalin|Sakhalin Standard Time
    (UTC+11:00) Sahalin|Sakhalin Standard Time
    (UTC+11:00) Sahalīna|Sakhalin Standard Time
    (UTC+11:00) Sahhalini|Sakhalin Standard Time
    (UTC+11:00) Sajalín|Sakhalin Standard Time
    (UTC+11:00) Sakhaline|Sakhalin Standard Time
    (UTC+11:00) Salamon-szigetek, Új-Kaledónia|Central Pacific Standard Time
    (UTC+11:00) Saliamono Salos, Naujoji Kaledonija|Central Pacific Standard Time
    (UTC+11:00) Salomonen, Neu-Kaledonien|Central Pacific Standard Time
    (UTC+11:00) Salomonovi otoki, Nova Kaledonija|Central Pacific Standard Time
    (UTC+11:00) Salomonsaaret, Uusi-Kaledonia|Central Pacific Standard Time
    (UTC+11:00) Salomonseilanden, Nieuw-Caledonië|Central Pacific Standard Time
    (UTC+11:00) Salomonöarna, Nya Kaledonien|Central Pacific Standard Time
    (UTC+11:00) Salomonøerne, Ny Kaledonien|Central Pacific Standard Time
    (UTC+11:00) Salomonøyene, Ny Caledonia|Central Pacific Standard Time
    (UTC+11:00) Solomon Adl., Yeni Kaledonya|Central Pacific Standard Time
    (UTC+11:00) Solomonsko otočje, Nova Kaledonija|Central Pacific Standard Time
    (UTC+11:00) Szahalin|Sakhalin Standard Time
    (UTC+11:00) Tschokurdach|Russia Time Zone 10
    (UTC+11:00) Tšokurdah|Russia Time Zone 10
    (UTC+11:00) Wyspa Bougainville|Bougainville Standard Time
    (UTC+11:00) Wyspa Norfolk|Norfolk Standard Time
    (UTC+11:00) Wyspy Salomona, Nowa Kaledonia|Central Pacific Standard Time
    (UTC+11:00) Zālamana salas, Jaunkaledonija|Central Pacific Standard Time
    (UTC+11:00) Çokurdak|Russia Time Zone 10
    (UTC+11:00) Île Bougainville|Bougainville Standard Time
    (UTC+11:00) Île Norfolk|Norfolk Standard Time
    (UTC+11:00) Îles Salomon, Nouvelle-Calédonie|Central Pacific Standard Time
    (UTC+11:00) Čokurdachas|Russia Time Zone 10
    (UTC+11:00) Čokurdach|Russia Time Zone 10
    (UTC+11:00) Čokurdaha|Russia Time Zone 10
    (UTC+11:00) Čokurdah|Russia Time Zone 10
    (UTC+11:00) Šalamounovy ostrovy, Nová Kaledonie|Central Pacific Standard Time
    (UTC+11:00) Šalamúnove ostrovy, Nová Kaledónia|Central Pacific Standard Time
    (UTC+11:00) Μάγκανταν|Magadan Standard Time
    (UTC+11:00) Νήσος Μπουγκενβίλ|Bougainville Standard Time
    (UTC+11:00) Νήσος Νόρφολκ|Norfolk Standard Time
    (UTC+11:00) Νησιά Σολομώντα, Νέα Καληδονία|Central Pacific Standard Time
    (UTC+11:00) Σαχαλίνη|Sakhalin Standard Time
    (UTC+11:00) Τσοκουρντάχ|Russia Time Zone 10
    (UTC+11:00) Магадан|Magadan Standard Time
    (UTC+11:00) Остров Бугенвил|Bougainville Standard Time
    (UTC+11:00) Остров Бугенвиль|Bougainville Standard Time
    (UTC+11:00) Остров Норфолк|Norfolk Standard Time
    (UTC+11:00) Острів Бугенвіль|Bougainville Standard Time
    (UTC+11:00) Острів Норфолк|Norfolk Standard Time
    (UTC+11:00) Сахалин|Sakhalin Standard Time
    (UTC+11:00) Сахалін|Sakhalin Standard Time
    (UTC+11:00) Соломонови о-ви, Нова Каледония|Central Pacific Standard Time
    (UTC+11:00) Соломоновы о-ва, Нов. Каледония|Central Pacific Standard Time
    (UTC+11:00) Соломонові о-ви, Нова Каледонія|Central Pacific Standard Time
    (UTC+11:00) Чокурдах|Russia Time Zone 10
    (UTC+12:00) Anadir, Petropavlovsk-Kamčatski|Russia Time Zone 11
    (UTC+12:00) Anadir, Petropavlovszk-Kamcsatszkij|Russia Time Zone 11
    (UTC+12:00) Anadira, Petropavlovska-Kamčatska|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtchatski|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtjatka|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtjatskij|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtsjatskij|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtsjatski|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamtšatski|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropavlovsk-Kamčatskij|Russia Time Zone 11
    (UTC+12:00) Anadyr, Petropawlowsk-Kamtschatski|Russia Time Zone 11
    (UTC+12:00) Anadyr, Pietropawłowsk Kamczacki|Russia Time Zone 11
    (UTC+12:00) Anadyris, Petropavlovskas-Kamčatskas|Russia Time Zone 11
    (UTC+12:00) Anadîr, Petropavlovsk-Kamceatski|Russia Time Zone 11
    (UTC+12:00) Anadır, Petropavlovsk-Kamçatski|Russia Time Zone 11
    (UTC+12:00) Egyezményes világidő+12|UTC+12
    (UTC+12:00) Eşgüdümlü Evrensel Saat+12|UTC+12
    (UTC+12:00) Fidji|Fiji Standard Time
    (UTC+12:00) Fidschi|Fiji Standard Time
    (UTC+12:00) Fidzsi-szigetek|Fiji Standard Time
    (UTC+12:00) Fidżi|Fiji Standard Time
    (UTC+12:00) Fidžis|Fiji Standard Time
    (UTC+12:00) Fidži|Fiji Standard Time
    (UTC+12:00) Fiji Adaları|Fiji Standard Time
    (UTC+12:00) Fiyi|Fiji Standard Time
    (UTC+12:00) Hora Universal Coordenada+12|UTC+12
    (UTC+12:00) Hora universal coordinada+12|UTC+12
    (UTC+12:00) Kamčiatkos Petropavlovskas – sena|Kamchatka Standard Time
    (UTC+12:00) Koordinierte Weltzeit+12|UTC+12
    (UTC+12:00) Koordinovaný svetový čas+12|UTC+12
    (UTC+12:00) Koordinovaný světový čas+12|UTC+12
    (UTC+12:00) Maailmaaeg + 12:00|UTC+12
    (UTC+12:00) Oklandas, Velingtonas|New Zealand Standard Time
    (UTC+12:00) Oklenda, Velingtona|New Zealand Standard Time
    (UTC+12:00) Ora universală+12|UTC+12
    (UTC+12:00) Pasaulinis koordinuotasis laikas+12|UTC+12
    (UTC+12:00) Petropavlovsk-Kamchatsky - Ancien|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - Antigo|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - Eski|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - Forældet|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - Vecchio|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - Vechi|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamchatsky - antiguo|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamtjatka - gammal|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamtsjatski - verouderd|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamtsjatskij - Gammel|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamtšatski - vana|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamtšatski - vanha|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamčatski - zastarelo|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamčatski - zastarjelo|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamčatskij - staré|Kamchatka Standard Time
    (UTC+12:00) Petropavlovsk-Kamčatskij – neaktuálne|Kamchatka Standard Time
    (UTC+12:00) Petropavlovska-Kamčatka — iepriekšējā|Kamchatka Standard Time
    (UTC+12:00) Petropavlovszk-Kamcsatszkij - régi|Kamchatka Standard Time
    (UTC+12:00) Petropawlowsk-Kamtschatski - veraltet|Kamchatka Standard Time
    (UTC+12:00) Pietropawłowsk Kamczacki — stary|Kamchatka Standard Time
    (UTC+12:00) Tempo Universal Coordenado+12|UTC+12
    (UTC+12:00) Temps universel coordonné+12|UTC+12
    (UTC+12:00) Universālais koordinētais laiks + 12|UTC+12
    (UTC+12:00) Univerzalno koordinirano vrijeme+12|UTC+12
    (UTC+12:00) Uniwersalny czas koordynowany + 12|UTC+12
    (UTC+12:00) Usklajen univerzalni čas+12|UTC+12
    (UTC+12:00) Όκλαντ, Γουέλλινγκτον|New Zealand Standard Time
    (UTC+12:00) Αναντίρ, Πετροπαβλόσκ-Καμτσάτσκι|Russia Time Zone 11
    (UTC+12:00) Πετροπαβλόσκ-Καμτσάτσκι - Παλαιό|Kamchatka Standard Time
    (UTC+12:00) Συντονισμένη παγκόσμια ώρα+12|UTC+12
    (UTC+12:00) Φίτζι|Fiji Standard Time
    (UTC+12:00) Анадир, Петропавловск Камчатски|Russia Time Zone 11
    (UTC+12:00) Анадир, Петропавловськ-Камчатський|Russia Time Zone 11
    (UTC+12:00) Анадырь, Петропавловск-Камчатский|Russia Time Zone 11
    (UTC+12:00) Веллингтон, Окленд|New Zealand Standard Time
    (UTC+12:00) Время в формате UTC +12|UTC+12
    (UTC+12:00) Координирано универсално време+12|UTC+12
    (UTC+12:00) Окленд, Веллінґтон|New Zealand Standard Time
    (UTC+12:00) Оукланд, Уелингтън|New Zealand Standard Time
    (UTC+12:00) Петропавловск Камчатски - старо|Kamchatka Standard Time
    (UTC+12:00) Петропавловск-Камчатский — устаревшее|Kamchatka Standard Time
    (UTC+12:00) Петропавловськ-Камчатський – старий|Kamchatka Standard Time
    (UTC+12:00) Фиджи|Fiji Standard Time
    (UTC+12:00) Фіджі|Fiji Standard Time
    (UTC+12:00) всесвітній координований час+12|UTC+12
    (UTC+12:45) Chatham Adaları|Chatham Islands Standard Time
    (UTC+12:45) Chatham-Inseln|Chatham Islands Standard Time
    (UTC+12:45) Chatham-szigetek|Chatham Islands Standard Time
    (UTC+12:45) Chatham-øerne|Chatham Islands Standard Time
    (UTC+12:45) Chatham-øyer|Chatham Islands Standard Time
    (UTC+12:45) Chathami saared|Chatham Islands Standard Time
    (UTC+12:45) Chathamove ostrovy|Chatham Islands Standard Time
    (UTC+12:45) Chathamovy ostrovy|Chatham Islands Standard Time
    (UTC+12:45) Chathamsaaret|Chatham Islands Standard Time
    (UTC+12:45) Chathamski otoci|Chatham Islands Standard Time
    (UTC+12:45) Chathamöarna|Chatham Islands Standard Time
    (UTC+12:45) Ilhas Chatham|Chatham Islands Standard Time
    (UTC+12:45) Insulele Chatham|Chatham Islands Standard Time
    (UTC+12:45) Islas Chatham|Chatham Islands Standard Time
    (UTC+12:45) Isole Chatham|Chatham Islands Standard Time
    (UTC+12:45) Otoki Chatham|Chatham Islands Standard Time
    (UTC+12:45) Wyspy Chatham|Chatham Islands Standard Time
    (UTC+12:45) Îles Chatham|Chatham Islands Standard Time
    (UTC+12:45) Čatamo salos|Chatham Islands Standard Time
    (UTC+12:45) Četema salas|Chatham Islands Standard Time
    (UTC+12:45) Νήσοι Τσάταμ|Chatham Islands Standard Time
    (UTC+12:45) Острови Чатъм|Chatham Islands Standard Time
    (UTC+12:45) Чатем|Chatham Islands Standard Time
    (UTC+13:00) Egyezményes világidő+13|UTC+13
    (UTC+13:00) Eşgüdümlü Evrensel Saat+13|UTC+13
    (UTC+13:00) Hora Universal Coordenada+13|UTC+13
    (UTC+13:00) Hora universal coordinada+13|UTC+13
    (UTC+13:00) Koordinierte Weltzeit+13|UTC+13
    (UTC+13:00) Koordinovaný svetový čas+13|UTC+13
    (UTC+13:00) Koordinovaný světový čas+13|UTC+13
    (UTC+13:00) Maailmaaeg + 13:00|UTC+13
    (UTC+13:00) Nukualofa|Tonga Standard Time
    (UTC+13:00) Nuku’alofa|Tonga Standard Time
    (UTC+13:00) Ora universală+13|UTC+13
    (UTC+13:00) Pasaulinis koordinuotasis laikas+13|UTC+13
    (UTC+13:00) Szamoa|Samoa Standard Time
    (UTC+13:00) Tempo Universal Coordenado+13|UTC+13
    (UTC+13:00) Temps universel coordonné+13|UTC+13
    (UTC+13:00) Universālais koordinētais laiks + 13|UTC+13
    (UTC+13:00) Univerzalno koordinirano vrijeme+13|UTC+13
    (UTC+13:00) Uniwersalny czas koordynowany + 13|UTC+13
    (UTC+13:00) Usklajen univerzalni čas+13|UTC+13
    (UTC+13:00) Νουκουαλόφα|Tonga Standard Time
    (UTC+13:00) Σαμόα|Samoa Standard Time
    (UTC+13:00) Συντονισμένη παγκόσμια ώρα+13|UTC+13
    (UTC+13:00) Время в формате UTC +13|UTC+13
    (UTC+13:00) Координирано универсално време+13|UTC+13
    (UTC+13:00) Нукуалофа|Tonga Standard Time
    (UTC+13:00) Самоа|Samoa Standard Time
    (UTC+13:00) всесвітній координований час+13|UTC+13
    (UTC+14:00) Ilha Kiritimati|Line Islands Standard Time
    (UTC+14:00) Ilha de Kiritimati|Line Islands Standard Time
    (UTC+14:00) Insel Kiritimati|Line Islands Standard Time
    (UTC+14:00) Insula Kiritimati|Line Islands Standard Time
    (UTC+14:00) Isla Kiritimati|Line Islands Standard Time
    (UTC+14:00) Isola Kiritimati|Line Islands Standard Time
    (UTC+14:00) Kiritimati Adası|Line Islands Standard Time
    (UTC+14:00) Kiritimati saar|Line Islands Standard Time
    (UTC+14:00) Kiritimati sala|Line Islands Standard Time
    (UTC+14:00) Kiritimati, Île|Line Islands Standard Time
    (UTC+14:00) Kiritimati-eiland|Line Islands Standard Time
    (UTC+14:00) Kiritimati-sziget|Line Islands Standard Time
    (UTC+14:00) Kiritimati-øya|Line Islands Standard Time
    (UTC+14:00) Kiritimati|Line Islands Standard Time
    (UTC+14:00) Kiritimačio Sala|Line Islands Standard Time
    (UTC+14:00) Ostrov Kiritimati|Line Islands Standard Time
    (UTC+14:00) Otok Kiritimati|Line Islands Standard Time
    (UTC+14:00) Wyspa Kiritimati|Line Islands Standard Time
    (UTC+14:00) ostrov Kirimati|Line Islands Standard Time
    (UTC+14:00) Κιριμάτι|Line Islands Standard Time
    (UTC+14:00) О-в Киритимати|Line Islands Standard Time
    (UTC+14:00) Остров Киритимати|Line Islands Standard Time
    (UTC+14:00) о. Кірітіматі|Line Islands Standard Time
    (UTC-01:00) Asorene|Azores Standard Time
    (UTC-01:00) Azorai|Azores Standard Time
    (UTC-01:00) Azoren|Azores Standard Time
    (UTC-01:00) Azorerna|Azores Standard Time
    (UTC-01:00) Azorerne|Azores Standard Time
    (UTC-01:00) Azore|Azores Standard Time
    (UTC-01:00) Azori-szigetek|Azores Standard Time
    (UTC-01:00) Azorit|Azores Standard Time
    (UTC-01:00) Azori|Azores Standard Time
    (UTC-01:00) Azorlar|Azores Standard Time
    (UTC-01:00) Azoru salas|Azores Standard Time
    (UTC-01:00) Azory|Azores Standard Time
    (UTC-01:00) Azurni otoci|Azores Standard Time
    (UTC-01:00) Azzorre|Azores Standard Time
    (UTC-01:00) Açores|Azores Standard Time
    (UTC-01:00) Cabo Verde (Kapverdy)|Cape Verde Standard Time
    (UTC-01:00) Cabo Verde (Žaliasis Kyšulys)|Cape Verde Standard Time
    (UTC-01:00) Cabo Verde Ad.|Cape Verde Standard Time
    (UTC-01:00) Cabo Verde|Cape Verde Standard Time
    (UTC-01:00) Ilha de Cabo Verde|Cape Verde Standard Time
    (UTC-01:00) Ilhas de Cabo Verde|Cape Verde Standard Time
    (UTC-01:00) Insulele Cabo Verde|Cape Verde Standard Time
    (UTC-01:00) Kaboverdes salas|Cape Verde Standard Time
    (UTC-01:00) Kapp Verdeøyene|Cape Verde Standard Time
    (UTC-01:00) Les Açores|Azores Standard Time
    (UTC-01:00) Otočje Kabo Verde|Cape Verde Standard Time
    (UTC-01:00) Îles de Cabo Verde|Cape Verde Standard Time
    (UTC-01:00) Αζόρες|Azores Standard Time
    (UTC-01:00) Νησιά Κάμπο Βέρντε|Cape Verde Standard Time
    (UTC-01:00) Азорски о-ви|Azores Standard Time
    (UTC-01:00) Азорские о-ва|Azores Standard Time
    (UTC-01:00) Азорські о-ви|Azores Standard Time
    (UTC-01:00) Кабо Верде|Cape Verde Standard Time
    (UTC-01:00) Кабо-Верде|Cape Verde Standard Time
    (UTC-02:00) Atlanticul de Mijloc - Vechi|Mid-Atlantic Standard Time
    (UTC-02:00) Atlántico central - Antiguo|Mid-Atlantic Standard Time
    (UTC-02:00) Atlântico Central - Antigo|Mid-Atlantic Standard Time
    (UTC-02:00) Centre-Atlantique - Ancien|Mid-Atlantic Standard Time
    (UTC-02:00) Egyezményes világidő-02|UTC-02
    (UTC-02:00) Eşgüdümlü Evrensel Saat-02|UTC-02
    (UTC-02:00) Grenlande|Greenland Standard Time
    (UTC-02:00) Grenlandia|Greenland Standard Time
    (UTC-02:00) Grenlandija|Greenland Standard Time
    (UTC-02:00) Grenland|Greenland Standard Time
    (UTC-02:00) Groenlanda|Greenland Standard Time
    (UTC-02:00) Groenlandia|Greenland Standard Time
    (UTC-02:00) Groenland|Greenland Standard Time
    (UTC-02:00) Groenlândia|Greenland Standard Time
    (UTC-02:00) Gronelândia|Greenland Standard Time
    (UTC-02:00) Grónsko|Greenland Standard Time
    (UTC-02:00) Grönland|Greenland Standard Time
    (UTC-02:00) Grönlanti|Greenland Standard Time
    (UTC-02:00) Gröönimaa|Greenland Standard Time
    (UTC-02:00) Grønland|Greenland Standard Time
    (UTC-02:00) Hora Universal Coordenada-02|UTC-02
    (UTC-02:00) Hora universal coordinada-02|UTC-02
    (UTC-02:00) Kesk-Atlandi aeg – vana|Mid-Atlantic Standard Time
    (UTC-02:00) Keski-Atlantti – vanha|Mid-Atlantic Standard Time
    (UTC-02:00) Koordinierte Weltzeit-02|UTC-02
    (UTC-02:00) Koordinovaný svetový čas-02|UTC-02
    (UTC-02:00) Koordinovaný světový čas-02|UTC-02
    (UTC-02:00) Közép-atlanti térség - régi|Mid-Atlantic Standard Time
    (UTC-02:00) Maailmaaeg - 02:00|UTC-02
    (UTC-02:00) Medioatlantico - Vecchio|Mid-Atlantic Standard Time
    (UTC-02:00) Mid-Atlantic - gammal|Mid-Atlantic Standard Time
    (UTC-02:00) Mid-Atlantic - verouderd|Mid-Atlantic Standard Time
    (UTC-02:00) Mid-Atlantic – gammel|Mid-Atlantic Standard Time
    (UTC-02:00) Midt-Atlanteren – gammel|Mid-Atlantic Standard Time
    (UTC-02:00) Mittelatlantik - Alt|Mid-Atlantic Standard Time
    (UTC-02:00) Ora universală-02|UTC-02
    (UTC-02:00) Orta Atlantik - Eski|Mid-Atlantic Standard Time
    (UTC-02:00) Pasaulinis koordinuotasis laikas-02|UTC-02
    (UTC-02:00) Središnji Atlantik – staro|Mid-Atlantic Standard Time
    (UTC-02:00) Srednji Atlantik – staro|Mid-Atlantic Standard Time
    (UTC-02:00) Stredoatlantický čas – starý|Mid-Atlantic Standard Time
    (UTC-02:00) Střední Atlantik – starý čas|Mid-Atlantic Standard Time
    (UTC-02:00) Tempo Universal Coordenado-02|UTC-02
    (UTC-02:00) Temps universel coordonné-02|UTC-02
    (UTC-02:00) Universālais koordinētais laiks - 02|UTC-02
    (UTC-02:00) Univerzalno koordinirano vrijeme-02|UTC-02
    (UTC-02:00) Uniwersalny czas koordynowany – 02|UTC-02
    (UTC-02:00) Usklajen univerzalni čas-02|UTC-02
    (UTC-02:00) Vidurio Atlanto – senas|Mid-Atlantic Standard Time
    (UTC-02:00) Vidusatlantija - veicais|Mid-Atlantic Standard Time
    (UTC-02:00) Środkowoatlantycki — stary|Mid-Atlantic Standard Time
    (UTC-02:00) Γροιλανδία|Greenland Standard Time
    (UTC-02:00) Μέσος Ατλαντικός - Παλαιό|Mid-Atlantic Standard Time
    (UTC-02:00) Συντονισμένη παγκόσμια ώρα-02|UTC-02
    (UTC-02:00) Время в формате UTC -02|UTC-02
    (UTC-02:00) Гренландия|Greenland Standard Time
    (UTC-02:00) Гренландія|Greenland Standard Time
    (UTC-02:00) Координирано универсално време-02|UTC-02
    (UTC-02:00) Середня Атлантика – застаріло|Mid-Atlantic Standard Time
    (UTC-02:00) Среднеатлантическое время - старое|Mid-Atlantic Standard Time
    (UTC-02:00) Средноатлантическо време – Старо|Mid-Atlantic Standard Time
    (UTC-02:00) всесвітній координований час-02|UTC-02
    (UTC-03:00) Araguaína|Tocantins Standard Time
    (UTC-03:00) Aragvaina|Tocantins Standard Time
    (UTC-03:00) Assunção|Paraguay Standard Time
    (UTC-03:00) Asunción|Paraguay Standard Time
    (UTC-03:00) Asunsjonas|Paraguay Standard Time
    (UTC-03:00) Asunsjona|Paraguay Standard Time
    (UTC-03:00) Brasiilia|E. South America Standard Time
    (UTC-03:00) Brasilien|E. South America Standard Time
    (UTC-03:00) Brasília|E. South America Standard Time
    (UTC-03:00) Brazilija|E. South America Standard Time
    (UTC-03:00) Brazylia|E. South America Standard Time
    (UTC-03:00) Brazíliaváros|E. South America Standard Time
    (UTC-03:00) Brazília|E. South America Standard Time
    (UTC-03:00) Brazílie|E. South America Standard Time
    (UTC-03:00) Brazīlija|E. South America Standard Time
    (UTC-03:00) Brezilya|E. South America Standard Time
    (UTC-03:00) Buenos Airės|Argentina Standard Time
    (UTC-03:00) Buenosairesa|Argentina Standard Time
    (UTC-03:00) Caiena, Fortaleza|SA Eastern Standard Time
    (UTC-03:00) Cayena, Fortaleza|SA Eastern Standard Time
    (UTC-03:00) Cidade de Buenos Aires|Argentina Standard Time
    (UTC-03:00) Ciudad de Buenos Aires|Argentina Standard Time
    (UTC-03:00) Kajenas, Fortaleza|SA Eastern Standard Time
    (UTC-03:00) Kajenna, Fortaleza|SA Eastern Standard Time
    (UTC-03:00) Montevideu|Montevideo Standard Time
    (UTC-03:00) Montevidéu|Montevideo Standard Time
    (UTC-03:00) Montevidėjus|Montevideo Standard Time
    (UTC-03:00) Punta Arenasas|Magallanes Standard Time
    (UTC-03:00) Puntaarenasa|Magallanes Standard Time
    (UTC-03:00) Saint Pierre a Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint Pierre in Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint Pierre och Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint Pierre og Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint Pierre ve Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre e Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre en Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre i Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre ja Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre és Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre-et-Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Saint-Pierre și Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Salvadoras|Bahia Standard Time
    (UTC-03:00) Salvadora|Bahia Standard Time
    (UTC-03:00) Salvádor|Bahia Standard Time
    (UTC-03:00) Salwador|Bahia Standard Time
    (UTC-03:00) San Pedro y Miquelón|Saint Pierre Standard Time
    (UTC-03:00) Sen Pjeras ir Mikelonas|Saint Pierre Standard Time
    (UTC-03:00) Senpjēra un Mikelona|Saint Pierre Standard Time
    (UTC-03:00) St. Pierre und Miquelon|Saint Pierre Standard Time
    (UTC-03:00) Sveti Petar i Mikelon|Saint Pierre Standard Time
    (UTC-03:00) São Pedro e Miquelon|Saint Pierre Standard Time
    (UTC-03:00) São Pedro e Miquelão|Saint Pierre Standard Time
    (UTC-03:00) Αραγκουαΐνα|Tocantins Standard Time
    (UTC-03:00) Ασουνσιόν|Paraguay Standard Time
    (UTC-03:00) Καγιέν, Φορταλέζα|SA Eastern Standard Time
    (UTC-03:00) Μοντεβιδέο|Montevideo Standard Time
    (UTC-03:00) Μπουένος Άιρες|Argentina Standard Time
    (UTC-03:00) Μπραζίλια|E. South America Standard Time
    (UTC-03:00) Πούντα Αρένας|Magallanes Standard Time
    (UTC-03:00) Σαλβαδόρ|Bahia Standard Time
    (UTC-03:00) Σεν Πιερ και Μικελόν|Saint Pierre Standard Time
    (UTC-03:00) Арагуайна|Tocantins Standard Time
    (UTC-03:00) Арагуаяна|Tocantins Standard Time
    (UTC-03:00) Арагуаіна|Tocantins Standard Time
    (UTC-03:00) Асунсион|Paraguay Standard Time
    (UTC-03:00) Асунсьйон|Paraguay Standard Time
    (UTC-03:00) Асунсьон|Paraguay Standard Time
    (UTC-03:00) Бразилия|E. South America Standard Time
    (UTC-03:00) Бразиліа|E. South America Standard Time
    (UTC-03:00) Буенос Айрес|Argentina Standard Time
    (UTC-03:00) Буенос-Айрес|Argentina Standard Time
    (UTC-03:00) Буэнос-Айрес|Argentina Standard Time
    (UTC-03:00) Кайенна, Форталеза|SA Eastern Standard Time
    (UTC-03:00) Каєнна, Форталеза|SA Eastern Standard Time
    (UTC-03:00) Кейен, Форталеза|SA Eastern Standard Time
    (UTC-03:00) Монтевидео|Montevideo Standard Time
    (UTC-03:00) Монтевідео|Montevideo Standard Time
    (UTC-03:00) Пунта Аренас|Magallanes Standard Time
    (UTC-03:00) Пунта-Аренас|Magallanes Standard Time
    (UTC-03:00) Салвадор|Bahia Standard Time
    (UTC-03:00) Сальвадор|Bahia Standard Time
    (UTC-03:00) Сен Пиер и Микелон|Saint Pierre Standard Time
    (UTC-03:00) Сен-Пьер и Микелон|Saint Pierre Standard Time
    (UTC-03:00) Сен-П’єр і Мікелон|Saint Pierre Standard Time
    (UTC-03:30) Neufundland|Newfoundland Standard Time
    (UTC-03:30) Niūfaundlendas|Newfoundland Standard Time
    (UTC-03:30) Nova Fundlandija|Newfoundland Standard Time
    (UTC-03:30) Nowa Funlandia|Newfoundland Standard Time
    (UTC-03:30) Terra Nova|Newfoundland Standard Time
    (UTC-03:30) Terranova|Newfoundland Standard Time
    (UTC-03:30) Terre-Neuve-et-Labrador|Newfoundland Standard Time
    (UTC-03:30) Újfundland|Newfoundland Standard Time
    (UTC-03:30) Ņūfaundlenda|Newfoundland Standard Time
    (UTC-03:30) Νέα Γη|Newfoundland Standard Time
    (UTC-03:30) Ньюфаундленд|Newfoundland Standard Time
    (UTC-03:30) Нюфаундленд|Newfoundland Standard Time
    (UTC-04:00) Atlandi ookeani aeg (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlanterhavskysten (Canada)|Atlantic Standard Time
    (UTC-04:00) Atlanti-óceáni idő (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantic (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantic Time (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantic time (Canada)|Atlantic Standard Time
    (UTC-04:00) Atlantický čas (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantijas joslas laiks (Kanāda)|Atlantic Standard Time
    (UTC-04:00) Atlantik (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantik Saati (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantin normaaliaika (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlanto laikas (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantski čas (Kanada)|Atlantic Standard Time
    (UTC-04:00) Atlantsko vrijeme (Kanada)|Atlantic Standard Time
    (UTC-04:00) Cuiabá|Central Brazilian Standard Time
    (UTC-04:00) Czas atlantycki (Kanada)|Atlantic Standard Time
    (UTC-04:00) Džordžtauna, Lapasa, Manausa, Sanhuana|SA Western Standard Time
    (UTC-04:00) Džordžtaunas, La Pasas, Manausas, San Chuanas|SA Western Standard Time
    (UTC-04:00) Georgetown, La Paz, Manaos, San Juan|SA Western Standard Time
    (UTC-04:00) Georgetown, La Paz, Manaus, São João|SA Western Standard Time
    (UTC-04:00) Heure Atlantique (Canada)|Atlantic Standard Time
    (UTC-04:00) Hora del Atlántico (Canadá)|Atlantic Standard Time
    (UTC-04:00) Hora do Atlântico (Canadá)|Atlantic Standard Time
    (UTC-04:00) Karakasas|Venezuela Standard Time
    (UTC-04:00) Karakasa|Venezuela Standard Time
    (UTC-04:00) Karakas|Venezuela Standard Time
    (UTC-04:00) Kujaba|Central Brazilian Standard Time
    (UTC-04:00) Ora costa atlantica (Canada)|Atlantic Standard Time
    (UTC-04:00) Oră Atlantic (Canada)|Atlantic Standard Time
    (UTC-04:00) Santjagas|Pacific SA Standard Time
    (UTC-04:00) Santjago|Pacific SA Standard Time
    (UTC-04:00) Ώρα Ατλαντικού (Καναδάς)|Atlantic Standard Time
    (UTC-04:00) Καράκας|Venezuela Standard Time
    (UTC-04:00) Κουιάμπα|Central Brazilian Standard Time
    (UTC-04:00) Σαντιάγκο|Pacific SA Standard Time
    (UTC-04:00) Τζόρτζταουν, Λα Παζ, Μανάους, Σαν Χουάν|SA Western Standard Time
    (UTC-04:00) Атлантическо време (Канада)|Atlantic Standard Time
    (UTC-04:00) Атлантическое время (Канада)|Atlantic Standard Time
    (UTC-04:00) Атлантичний час (Канада)|Atlantic Standard Time
    (UTC-04:00) Джорджтаун, Ла Пас, Манаус, Сан Хуан|SA Western Standard Time
    (UTC-04:00) Джорджтаун, Ла-Пас, Манаус, Сан-Хуан|SA Western Standard Time
    (UTC-04:00) Каракас|Venezuela Standard Time
    (UTC-04:00) Куяба|Central Brazilian Standard Time
    (UTC-04:00) Сантьяго|Pacific SA Standard Time
    (UTC-04:00) Сантьяґо|Pacific SA Standard Time
    (UTC-04:00) Сантяго|Pacific SA Standard Time
    (UTC-05:00) Austrumkrasta laiks (ASV, Kanāda)|Eastern Standard Time
    (UTC-05:00) Bogota, Lima, Kitas, Rio Branko|SA Pacific Standard Time
    (UTC-05:00) Bogota, Lima, Kito, Riobranko|SA Pacific Standard Time
    (UTC-05:00) Bogotà, Lima, Quito, Rio Branco|SA Pacific Standard Time
    (UTC-05:00) Bogotá, Lima, Quito, Rio Branco|SA Pacific Standard Time
    (UTC-05:00) Doğu Saati (ABD ve Kanada)|Eastern Standard Time
    (UTC-05:00) Eastern Time (USA och Kanada)|Eastern Standard Time
    (UTC-05:00) Eastern Time (USA og Canada)|Eastern Standard Time
    (UTC-05:00) Eastern Time (V.S. en Canada)|Eastern Standard Time
    (UTC-05:00) Eastern Zeit (USA & Kanada)|Eastern Standard Time
    (UTC-05:00) Est (É.-U. et Canada)|Eastern Standard Time
    (UTC-05:00) Fuso orientale (USA e Canada)|Eastern Standard Time
    (UTC-05:00) Haitis|Haiti Standard Time
    (UTC-05:00) Haití|Haiti Standard Time
    (UTC-05:00) Havane (La)|Cuba Standard Time
    (UTC-05:00) Havanna|Cuba Standard Time
    (UTC-05:00) Hawana|Cuba Standard Time
    (UTC-05:00) Haïti|Haiti Standard Time
    (UTC-05:00) Hora Oriental (EUA e Canadá)|Eastern Standard Time
    (UTC-05:00) Hora del este (EE.UU. y Canadá)|Eastern Standard Time
    (UTC-05:00) Hora do Leste (E.U.A. e Canadá)|Eastern Standard Time
    (UTC-05:00) Ida-Ameerika aeg (USA ja Kanada)|Eastern Standard Time
    (UTC-05:00) Ilhas Turcas e Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Indiana (Doğu)|US Eastern Standard Time
    (UTC-05:00) Indiana (Est)|US Eastern Standard Time
    (UTC-05:00) Indiana (Ida)|US Eastern Standard Time
    (UTC-05:00) Indiana (Istok)|US Eastern Standard Time
    (UTC-05:00) Indiana (Leste)|US Eastern Standard Time
    (UTC-05:00) Indiana (Ost)|US Eastern Standard Time
    (UTC-05:00) Indiana (Rytų)|US Eastern Standard Time
    (UTC-05:00) Indiana (Wschód)|US Eastern Standard Time
    (UTC-05:00) Indiana (est)|US Eastern Standard Time
    (UTC-05:00) Indiana (este)|US Eastern Standard Time
    (UTC-05:00) Indiana (itä)|US Eastern Standard Time
    (UTC-05:00) Indiana (kelet)|US Eastern Standard Time
    (UTC-05:00) Indiana (vzhod)|US Eastern Standard Time
    (UTC-05:00) Indiana (východ)|US Eastern Standard Time
    (UTC-05:00) Indiana (Öst)|US Eastern Standard Time
    (UTC-05:00) Indiana (Øst)|US Eastern Standard Time
    (UTC-05:00) Indiana (øst)|US Eastern Standard Time
    (UTC-05:00) Indiāna (austrumi)|US Eastern Standard Time
    (UTC-05:00) Islas Turcas y Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Istočnoameričko vrijeme (SAD i Kanada)|Eastern Standard Time
    (UTC-05:00) Itäinen normaaliaika (USA ja Kanada)|Eastern Standard Time
    (UTC-05:00) Keleti idő (Egyesült Államok és Kanada)|Eastern Standard Time
    (UTC-05:00) L'Avana|Cuba Standard Time
    (UTC-05:00) La Habana|Cuba Standard Time
    (UTC-05:00) Ora regiunii estice (SUA și Canada)|Eastern Standard Time
    (UTC-05:00) Otoki Turks in Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Rytų laikas (JAV ir Kanada)|Eastern Standard Time
    (UTC-05:00) Stany Zjednoczone i Kanada (czas wschodni)|Eastern Standard Time
    (UTC-05:00) Terksas ir Kaikosas|Turks And Caicos Standard Time
    (UTC-05:00) Turcos e Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks a Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks e Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks i Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks ja Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks ve Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks și Caicos|Turks And Caicos Standard Time
    (UTC-05:00) Turks- en Caicoseilanden|Turks And Caicos Standard Time
    (UTC-05:00) Turks- ja Caicossaaret|Turks And Caicos Standard Time
    (UTC-05:00) Turks- och Caicosöarna|Turks And Caicos Standard Time
    (UTC-05:00) Turks- og Caicosøerne|Turks And Caicos Standard Time
    (UTC-05:00) Turks- og Caicosøyene|Turks And Caicos Standard Time
    (UTC-05:00) Turks- und Caicosinseln|Turks And Caicos Standard Time
    (UTC-05:00) Turks- és Caicos-szigetek|Turks And Caicos Standard Time
    (UTC-05:00) Tērksa un Kaikosa|Turks And Caicos Standard Time
    (UTC-05:00) Vzhodni čas (ZDA in Kanada)|Eastern Standard Time
    (UTC-05:00) Východ USA a Kanady|Eastern Standard Time
    (UTC-05:00) Východný čas (USA a Kanada)|Eastern Standard Time
    (UTC-05:00) Îles Turques-et-Caïques|Turks And Caicos Standard Time
    (UTC-05:00) Østkysten (USA og Canada)|Eastern Standard Time
    (UTC-05:00) Četumala|Eastern Standard Time (Mexico)
    (UTC-05:00) Četumalis|Eastern Standard Time (Mexico)
    (UTC-05:00) Αβάνα|Cuba Standard Time
    (UTC-05:00) Ανατολική ώρα (Η.Π.Α. & Καναδάς)|Eastern Standard Time
    (UTC-05:00) Αϊτή|Haiti Standard Time
    (UTC-05:00) Ιντιάνα (Ανατολική)|US Eastern Standard Time
    (UTC-05:00) Μπογκοτά, Λίμα, Κουίτο, Ρίο Μπράνκο|SA Pacific Standard Time
    (UTC-05:00) Τερκ και Κάικος|Turks And Caicos Standard Time
    (UTC-05:00) Τσετουμάλ|Eastern Standard Time (Mexico)
    (UTC-05:00) Індіана (схід)|US Eastern Standard Time
    (UTC-05:00) Богота, Кито, Лима, Рио-Бранко|SA Pacific Standard Time
    (UTC-05:00) Богота, Лима, Кито, Рио Бранко|SA Pacific Standard Time
    (UTC-05:00) Богота, Ліма, Кіто, Ріу-Бранку|SA Pacific Standard Time
    (UTC-05:00) Восточное время (США и Канада)|Eastern Standard Time
    (UTC-05:00) Гавана|Cuba Standard Time
    (UTC-05:00) Гаити|Haiti Standard Time
    (UTC-05:00) Гаїті|Haiti Standard Time
    (UTC-05:00) Източно време (САЩ и Канада)|Eastern Standard Time
    (UTC-05:00) Индиана (восток)|US Eastern Standard Time
    (UTC-05:00) Индиана (източна)|US Eastern Standard Time
    (UTC-05:00) Острова Теркс и Кайкос|Turks And Caicos Standard Time
    (UTC-05:00) Східний час (США та Канада)|Eastern Standard Time
    (UTC-05:00) Теркс і Кайкос|Turks And Caicos Standard Time
    (UTC-05:00) Търкс и Кайкос|Turks And Caicos Standard Time
    (UTC-05:00) Хавана|Cuba Standard Time
    (UTC-05:00) Хаити|Haiti Standard Time
    (UTC-05:00) Четумал|Eastern Standard Time (Mexico)
    (UTC-05:00) Четумаль|Eastern Standard Time (Mexico)
    (UTC-06:00) America Centrală|Central America Standard Time
    (UTC-06:00) America centrale|Central America Standard Time
    (UTC-06:00) Amerikai középidő (Egyesült Államok és Kanada)|Central Standard Time
    (UTC-06:00) Ameryka Środkowa|Central America Standard Time
    (UTC-06:00) América Central|Central America Standard Time
    (UTC-06:00) Amérique centrale|Central America Standard Time
    (UTC-06:00) Centraal-Amerika|Central America Standard Time
    (UTC-06:00) Central Time (US og Canada)|Central Standard Time
    (UTC-06:00) Central Time (USA och Kanada)|Central Standard Time
    (UTC-06:00) Central Time (V.S. en Canada)|Central Standard Time
    (UTC-06:00) Central Zeit (USA & Kanada)|Central Standard Time
    (UTC-06:00) Centralamerika|Central America Standard Time
    (UTC-06:00) Centre (É.-U. et Canada)|Central Standard Time
    (UTC-06:00) Centrinis laikas (JAV ir Kanada)|Central Standard Time
    (UTC-06:00) Centrinė Amerika|Central America Standard Time
    (UTC-06:00) Centrálny čas (USA a Kanada)|Central Standard Time
    (UTC-06:00) Centrālais laiks (ASV, Kanāda)|Central Standard Time
    (UTC-06:00) Centrālamerika|Central America Standard Time
    (UTC-06:00) Fuso centrale (USA e Canada)|Central Standard Time
    (UTC-06:00) Guadalahara, Mexico City, Monterey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Cidade do México, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Città del Messico, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Ciudad de Mexico, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Ciudad de México, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Meksyk, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexico by, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexico, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexico-stad, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexiko, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexiko-Stadt, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, Mexikóváros, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Guadalajara, México, Monterrey|Central Standard Time (Mexico)
    (UTC-06:00) Gvadalachara, Meksikas, Monterėjus|Central Standard Time (Mexico)
    (UTC-06:00) Gvadalahara, Mehiko, Montereja|Central Standard Time (Mexico)
    (UTC-06:00) Hora Central (E.U.A. e Canadá)|Central Standard Time
    (UTC-06:00) Hora Central (EUA e Canadá)|Central Standard Time
    (UTC-06:00) Hora central (EE.UU. y Canadá)|Central Standard Time
    (UTC-06:00) Húsvét-sziget|Easter Island Standard Time
    (UTC-06:00) Ilha da Páscoa|Easter Island Standard Time
    (UTC-06:00) Insula Paștelui|Easter Island Standard Time
    (UTC-06:00) Isla de Pascua|Easter Island Standard Time
    (UTC-06:00) Isola di Pasqua|Easter Island Standard Time
    (UTC-06:00) Kesk-Ameerika aeg (USA ja Kanada)|Central Standard Time
    (UTC-06:00) Kesk-Ameerika|Central America Standard Time
    (UTC-06:00) Keski-Amerikka|Central America Standard Time
    (UTC-06:00) Keskinen normaaliaika (USA ja Kanada)|Central Standard Time
    (UTC-06:00) Közép-Amerika|Central America Standard Time
    (UTC-06:00) Lieldienu sala|Easter Island Standard Time
    (UTC-06:00) Lihavõttesaar|Easter Island Standard Time
    (UTC-06:00) Mellemamerika|Central America Standard Time
    (UTC-06:00) Merkezi Saat (ABD ve Kanada)|Central Standard Time
    (UTC-06:00) Midtvesten (USA og Canada)|Central Standard Time
    (UTC-06:00) Mittelamerika|Central America Standard Time
    (UTC-06:00) Ora regiunii centrale (SUA și Canada)|Central Standard Time
    (UTC-06:00) Orta Amerika|Central America Standard Time
    (UTC-06:00) Osrednji čas (ZDA in Kanada)|Central Standard Time
    (UTC-06:00) Osterinsel|Easter Island Standard Time
    (UTC-06:00) Paaseiland|Easter Island Standard Time
    (UTC-06:00) Paskalya Adası|Easter Island Standard Time
    (UTC-06:00) Pääsiäissaaret|Easter Island Standard Time
    (UTC-06:00) Påskeøen|Easter Island Standard Time
    (UTC-06:00) Påskeøya|Easter Island Standard Time
    (UTC-06:00) Påskön|Easter Island Standard Time
    (UTC-06:00) Saskačevanas|Canada Central Standard Time
    (UTC-06:00) Saskačevana|Canada Central Standard Time
    (UTC-06:00) Sentral-Amerika|Central America Standard Time
    (UTC-06:00) Srednja Amerika|Central America Standard Time
    (UTC-06:00) Srednjoameričko vrijeme (SAD i Kanada)|Central Standard Time
    (UTC-06:00) Stany Zjednoczone i Kanada (czas środkowy)|Central Standard Time
    (UTC-06:00) Stredná Amerika|Central America Standard Time
    (UTC-06:00) Střed USA a Kanady|Central Standard Time
    (UTC-06:00) Střední Amerika|Central America Standard Time
    (UTC-06:00) Uskršnji otoci|Easter Island Standard Time
    (UTC-06:00) Velikonočni otok|Easter Island Standard Time
    (UTC-06:00) Velikonoční ostrov|Easter Island Standard Time
    (UTC-06:00) Velykų sala|Easter Island Standard Time
    (UTC-06:00) Veľkonočný ostrov|Easter Island Standard Time
    (UTC-06:00) Wyspa Wielkanocna|Easter Island Standard Time
    (UTC-06:00) Île de Pâques|Easter Island Standard Time
    (UTC-06:00) Γκουανταλαχάρα, Πόλη του Μεξικού, Μοντερέυ|Central Standard Time (Mexico)
    (UTC-06:00) Κεντρική Αμερική|Central America Standard Time
    (UTC-06:00) Κεντρική ώρα (Η.Π.Α. & Καναδάς)|Central Standard Time
    (UTC-06:00) Νήσος του Πάσχα|Easter Island Standard Time
    (UTC-06:00) Σασκάτσιουαν|Canada Central Standard Time
    (UTC-06:00) Великденски остров|Easter Island Standard Time
    (UTC-06:00) Гвадалахара, Мехико, Монтеррей|Central Standard Time (Mexico)
    (UTC-06:00) Гуадалахара, Мексико сити, Монтерей|Central Standard Time (Mexico)
    (UTC-06:00) Острів Пасхи|Easter Island Standard Time
    (UTC-06:00) Саскатчеуан|Canada Central Standard Time
    (UTC-06:00) Саскачеван|Canada Central Standard Time
    (UTC-06:00) Централна Америка|Central America Standard Time
    (UTC-06:00) Централно време (САЩ и Канада)|Central Standard Time
    (UTC-06:00) Центральна Америка|Central America Standard Time
    (UTC-06:00) Центральная Америка|Central America Standard Time
    (UTC-06:00) Центральний час (США та Канада)|Central Standard Time
    (UTC-06:00) Центральное время (США и Канада)|Central Standard Time
    (UTC-06:00) о. Пасхи|Easter Island Standard Time
    (UTC-06:00) Ґвадалахара, Мехіко, Монтеррей|Central Standard Time (Mexico)
    (UTC-07:00) Dağ Saati (ABD ve Kanada)|Mountain Standard Time
    (UTC-07:00) Fuso occidentale (USA e Canada)|Mountain Standard Time
    (UTC-07:00) Gorski čas (ZDA in Kanada)|Mountain Standard Time
    (UTC-07:00) Hegyi idő (Egyesült Államok és Kanada)|Mountain Standard Time
    (UTC-07:00) Hora das Montanhas (EUA e Canadá)|Mountain Standard Time
    (UTC-07:00) Hora das Regiões Montanhosas (E.U.A. e Canadá)|Mountain Standard Time
    (UTC-07:00) Hora de las Montañas Rocosas (EE.UU. y Canadá)|Mountain Standard Time
    (UTC-07:00) Horská oblast USA a Kanada|Mountain Standard Time
    (UTC-07:00) Horský čas (USA a Kanada)|Mountain Standard Time
    (UTC-07:00) Jukonas|Yukon Standard Time
    (UTC-07:00) Jukona|Yukon Standard Time
    (UTC-07:00) Jukon|Yukon Standard Time
    (UTC-07:00) Kaljumäestiku aeg (USA ja Kanada)|Mountain Standard Time
    (UTC-07:00) Kalliovuorten normaaliaika (USA ja Kanada)|Mountain Standard Time
    (UTC-07:00) Kalnų laikas (JAV ir Kanada)|Mountain Standard Time
    (UTC-07:00) La Pasas, Mazatlanas|Mountain Standard Time (Mexico)
    (UTC-07:00) La Paz, Mazatlán|Mountain Standard Time (Mexico)
    (UTC-07:00) Lapasa, Masatlana|Mountain Standard Time (Mexico)
    (UTC-07:00) Montagnes Rocheuses (É.-U. et Canada)|Mountain Standard Time
    (UTC-07:00) Mountain Time (USA och Kanada)|Mountain Standard Time
    (UTC-07:00) Mountain Time (USA og Canada)|Mountain Standard Time
    (UTC-07:00) Mountain Time (V.S. en Canada)|Mountain Standard Time
    (UTC-07:00) Mountain Zeit (USA & Kanada)|Mountain Standard Time
    (UTC-07:00) Ora MDT (SUA și Canada)|Mountain Standard Time
    (UTC-07:00) Rocky Mountains (USA og Canada)|Mountain Standard Time
    (UTC-07:00) Rokimauntinsko vrijeme (SAD i Kanada)|Mountain Standard Time
    (UTC-07:00) Stany Zjednoczone i Kanada (czas górski)|Mountain Standard Time
    (UTC-07:00) Ziemas laika josla (ASV, Kanāda)|Mountain Standard Time
    (UTC-07:00) Αριζόνα|US Mountain Standard Time
    (UTC-07:00) Γιούκον|Yukon Standard Time
    (UTC-07:00) Ορεινή ώρα (Η.Π.Α. & Καναδάς)|Mountain Standard Time
    (UTC-07:00) Аризона|US Mountain Standard Time
    (UTC-07:00) Арізона|US Mountain Standard Time
    (UTC-07:00) Горное время (США и Канада)|Mountain Standard Time
    (UTC-07:00) Гірський час (США та Канада)|Mountain Standard Time
    (UTC-07:00) Ла Пас, Мазатлан|Mountain Standard Time (Mexico)
    (UTC-07:00) Ла-Пас, Масатлан|Mountain Standard Time (Mexico)
    (UTC-07:00) Планинско време (САЩ и Канада)|Mountain Standard Time
    (UTC-07:00) Юкон|Yukon Standard Time
    (UTC-08:00) Baja Califórnia|Pacific Standard Time (Mexico)
    (UTC-08:00) Baja Kalifornia|Pacific Standard Time (Mexico)
    (UTC-08:00) Baja Kalifornija|Pacific Standard Time (Mexico)
    (UTC-08:00) Basse Californie|Pacific Standard Time (Mexico)
    (UTC-08:00) Csendes-óceáni idő (Egyesült Államok és Kanada)|Pacific Standard Time
    (UTC-08:00) Czas pacyficzny (Stany Zjednoczone i Kanada)|Pacific Standard Time
    (UTC-08:00) Egyezményes világidő-08|UTC-08
    (UTC-08:00) Eşgüdümlü Evrensel Saat-08|UTC-08
    (UTC-08:00) Fuso costa pacifica (USA e Canada)|Pacific Standard Time
    (UTC-08:00) Hora Universal Coordenada-08|UTC-08
    (UTC-08:00) Hora del Pacífico (EE.UU. y Canadá)|Pacific Standard Time
    (UTC-08:00) Hora do Pacífico (E.U.A. e Canadá)|Pacific Standard Time
    (UTC-08:00) Hora do Pacífico (EUA e Canadá)|Pacific Standard Time
    (UTC-08:00) Hora universal coordinada-08|UTC-08
    (UTC-08:00) Kalifornia Dolna|Pacific Standard Time (Mexico)
    (UTC-08:00) Koordinierte Weltzeit-08|UTC-08
    (UTC-08:00) Koordinovaný svetový čas-08|UTC-08
    (UTC-08:00) Koordinovaný světový čas-08|UTC-08
    (UTC-08:00) Lejaskalifornija|Pacific Standard Time (Mexico)
    (UTC-08:00) Maailmaaeg - 08:00|UTC-08
    (UTC-08:00) Niederkalifornien|Pacific Standard Time (Mexico)
    (UTC-08:00) Ora coastei Pacificului (SUA și Canada)|Pacific Standard Time
    (UTC-08:00) Ora universală-08|UTC-08
    (UTC-08:00) Pacific Time (USA och Kanada)|Pacific Standard Time
    (UTC-08:00) Pacific Time (USA og Canada)|Pacific Standard Time
    (UTC-08:00) Pacific Time (V.S. en Canada)|Pacific Standard Time
    (UTC-08:00) Pacific Zeit (USA & Kanada)|Pacific Standard Time
    (UTC-08:00) Pacifique (É.-U. et Canada)|Pacific Standard Time
    (UTC-08:00) Pacifičko vrijeme (SAD i Kanada)|Pacific Standard Time
    (UTC-08:00) Pasaulinis koordinuotasis laikas-08|UTC-08
    (UTC-08:00) Pasifik Saati (ABD ve Kanada)|Pacific Standard Time
    (UTC-08:00) Ramiojo vandenyno laikas (JAV ir Kanada)|Pacific Standard Time
    (UTC-08:00) Rietumkrasta laiks (ASV, Kanāda)|Pacific Standard Time
    (UTC-08:00) Stillehavskysten (USA og Canada)|Pacific Standard Time
    (UTC-08:00) Tempo Universal Coordenado-08|UTC-08
    (UTC-08:00) Temps universel coordonné-08|UTC-08
    (UTC-08:00) Tichomorský čas (USA a Kanada)|Pacific Standard Time
    (UTC-08:00) Tichomoří (USA a Kanada)|Pacific Standard Time
    (UTC-08:00) Tihooceanski čas (ZDA in Kanada)|Pacific Standard Time
    (UTC-08:00) Tyynenmeren normaaliaika (USA ja Kanada)|Pacific Standard Time
    (UTC-08:00) Universālais koordinētais laiks - 08|UTC-08
    (UTC-08:00) Univerzalno koordinirano vrijeme-08|UTC-08
    (UTC-08:00) Uniwersalny czas koordynowany – 08|UTC-08
    (UTC-08:00) Usklajen univerzalni čas-08|UTC-08
    (UTC-08:00) Vaikse ookeani aeg (USA ja Kanada)|Pacific Standard Time
    (UTC-08:00) Ώρα Ειρηνικού (Η.Π.Α. & Καναδάς)|Pacific Standard Time
    (UTC-08:00) Μπάχα Καλιφόρνια|Pacific Standard Time (Mexico)
    (UTC-08:00) Συντονισμένη παγκόσμια ώρα-08|UTC-08
    (UTC-08:00) Баха Калифорния|Pacific Standard Time (Mexico)
    (UTC-08:00) Время в формате UTC -08|UTC-08
    (UTC-08:00) Координирано универсално време-08|UTC-08
    (UTC-08:00) Нижня Каліфорнія|Pacific Standard Time (Mexico)
    (UTC-08:00) Нижняя Калифорния|Pacific Standard Time (Mexico)
    (UTC-08:00) Тихоокеанско време (САЩ и Канада)|Pacific Standard Time
    (UTC-08:00) Тихоокеанское время (США и Канада)|Pacific Standard Time
    (UTC-08:00) Тихоокеанський час (США та Канада)|Pacific Standard Time
    (UTC-08:00) всесвітній координований час-08|UTC-08
    (UTC-09:00) Alasca|Alaskan Standard Time
    (UTC-09:00) Alaszka|Alaskan Standard Time
    (UTC-09:00) Aliaska|Alaskan Standard Time
    (UTC-09:00) Aljaska|Alaskan Standard Time
    (UTC-09:00) Aljaška|Alaskan Standard Time
    (UTC-09:00) Aļaska|Alaskan Standard Time
    (UTC-09:00) Egyezményes világidő-09|UTC-09
    (UTC-09:00) Eşgüdümlü Evrensel Saat-09|UTC-09
    (UTC-09:00) Hora Universal Coordenada-09|UTC-09
    (UTC-09:00) Hora universal coordinada-09|UTC-09
    (UTC-09:00) Koordinierte Weltzeit-09|UTC-09
    (UTC-09:00) Koordinovaný svetový čas-09|UTC-09
    (UTC-09:00) Koordinovaný světový čas-09|UTC-09
    (UTC-09:00) Maailmaaeg - 09:00|UTC-09
    (UTC-09:00) Ora universală-09|UTC-09
    (UTC-09:00) Pasaulinis koordinuotasis laikas-09|UTC-09
    (UTC-09:00) Tempo Universal Coordenado-09|UTC-09
    (UTC-09:00) Temps universel coordonné-09|UTC-09
    (UTC-09:00) Universālais koordinētais laiks - 09|UTC-09
    (UTC-09:00) Univerzalno koordinirano vrijeme-09|UTC-09
    (UTC-09:00) Uniwersalny czas koordynowany – 09|UTC-09
    (UTC-09:00) Usklajen univerzalni čas-09|UTC-09
    (UTC-09:00) Αλάσκα|Alaskan Standard Time
    (UTC-09:00) Συντονισμένη παγκόσμια ώρα-09|UTC-09
    (UTC-09:00) Аляска|Alaskan Standard Time
    (UTC-09:00) Время в формате UTC -09|UTC-09
    (UTC-09:00) Координирано универсално време-09|UTC-09
    (UTC-09:00) всесвітній координований час-09|UTC-09
    (UTC-09:30) Ilhas Marquesas|Marquesas Standard Time
    (UTC-09:30) Insulele Marchize|Marquesas Standard Time
    (UTC-09:30) Islas Marquesas|Marquesas Standard Time
    (UTC-09:30) Isole Marquesas|Marquesas Standard Time
    (UTC-09:30) Markiisaared|Marquesas Standard Time
    (UTC-09:30) Markizų salos|Marquesas Standard Time
    (UTC-09:30) Markižansko otočje|Marquesas Standard Time
    (UTC-09:30) Markézy|Marquesas Standard Time
    (UTC-09:30) Marquesa-øyer|Marquesas Standard Time
    (UTC-09:30) Marquesas Adaları|Marquesas Standard Time
    (UTC-09:30) Marquesas-Inseln|Marquesas Standard Time
    (UTC-09:30) Marquesas-øerne|Marquesas Standard Time
    (UTC-09:30) Marquesaseilanden|Marquesas Standard Time
    (UTC-09:30) Marquesassaaret|Marquesas Standard Time
    (UTC-09:30) Marquesasöarna|Marquesas Standard Time
    (UTC-09:30) Marquises-szigetek|Marquesas Standard Time
    (UTC-09:30) Marķīza salas|Marquesas Standard Time
    (UTC-09:30) Otočje Marquesas|Marquesas Standard Time
    (UTC-09:30) Souostroví Markézy|Marquesas Standard Time
    (UTC-09:30) Wyspy Markizy|Marquesas Standard Time
    (UTC-09:30) Îles Marquises|Marquesas Standard Time
    (UTC-09:30) Νήσοι Μαρκέζας|Marquesas Standard Time
    (UTC-09:30) Маркизские острова|Marquesas Standard Time
    (UTC-09:30) Маркізькі острови|Marquesas Standard Time
    (UTC-09:30) Острови Маркуесас|Marquesas Standard Time
    (UTC-10:00) Aleoeten|Aleutian Standard Time
    (UTC-10:00) Aleut-szigetek|Aleutian Standard Time
    (UTC-10:00) Aleuten-Inseln|Aleutian Standard Time
    (UTC-10:00) Aleuterna|Aleutian Standard Time
    (UTC-10:00) Aleuterne|Aleutian Standard Time
    (UTC-10:00) Aleutian Adaları|Aleutian Standard Time
    (UTC-10:00) Aleutian-øyer|Aleutian Standard Time
    (UTC-10:00) Aleutit|Aleutian Standard Time
    (UTC-10:00) Aleutski otoci|Aleutian Standard Time
    (UTC-10:00) Aleutski otoki|Aleutian Standard Time
    (UTC-10:00) Aleutské ostrovy|Aleutian Standard Time
    (UTC-10:00) Aleutu salas|Aleutian Standard Time
    (UTC-10:00) Aleuty|Aleutian Standard Time
    (UTC-10:00) Aleutų salos|Aleutian Standard Time
    (UTC-10:00) Aleuudid|Aleutian Standard Time
    (UTC-10:00) Havaiji|Hawaiian Standard Time
    (UTC-10:00) Havai|Hawaiian Standard Time
    (UTC-10:00) Havajai|Hawaiian Standard Time
    (UTC-10:00) Havajas|Hawaiian Standard Time
    (UTC-10:00) Havaji|Hawaiian Standard Time
    (UTC-10:00) Havajské ostrovy|Hawaiian Standard Time
    (UTC-10:00) Havaj|Hawaiian Standard Time
    (UTC-10:00) Havaí|Hawaiian Standard Time
    (UTC-10:00) Hawai|Hawaiian Standard Time
    (UTC-10:00) Hawaje|Hawaiian Standard Time
    (UTC-10:00) Ilhas Aleutas|Aleutian Standard Time
    (UTC-10:00) Insulele Aleutine|Aleutian Standard Time
    (UTC-10:00) Islas Aleutianas|Aleutian Standard Time
    (UTC-10:00) Isole Aleutine|Aleutian Standard Time
    (UTC-10:00) Wyspy Aleuckie|Aleutian Standard Time
    (UTC-10:00) Îles Aléoutiennes|Aleutian Standard Time
    (UTC-10:00) Αλεούτιες Νήσοι|Aleutian Standard Time
    (UTC-10:00) Χαβάη|Hawaiian Standard Time
    (UTC-10:00) Алеутски острови|Aleutian Standard Time
    (UTC-10:00) Алеутские острова|Aleutian Standard Time
    (UTC-10:00) Алеутські острови|Aleutian Standard Time
    (UTC-10:00) Гавайи|Hawaiian Standard Time
    (UTC-10:00) Гаваї|Hawaiian Standard Time
    (UTC-10:00) Хаваите|Hawaiian Standard Time
    (UTC-11:00) Egyezményes világidő-11|UTC-11
    (UTC-11:00) Eşgüdümlü Evrensel Saat-11|UTC-11
    (UTC-11:00) Hora Universal Coordenada-11|UTC-11
    (UTC-11:00) Hora universal coordinada-11|UTC-11
    (UTC-11:00) Koordinierte Weltzeit-11|UTC-11
    (UTC-11:00) Koordinovaný svetový čas-11|UTC-11
    (UTC-11:00) Koordinovaný světový čas-11|UTC-11
    (UTC-11:00) Maailmaaeg - 11:00|UTC-11
    (UTC-11:00) Ora universală-11|UTC-11
    (UTC-11:00) Pasaulinis koordinuotasis laikas-11|UTC-11
    (UTC-11:00) Tempo Universal Coordenado-11|UTC-11
    (UTC-11:00) Temps universel coordonné-11|UTC-11
    (UTC-11:00) Universālais koordinētais laiks - 11|UTC-11
    (UTC-11:00) Univerzalno koordinirano vrijeme-11|UTC-11
    (UTC-11:00) Uniwersalny czas koordynowany – 11|UTC-11
    (UTC-11:00) Usklajen univerzalni čas-11|UTC-11
    (UTC-11:00) Συντονισμένη παγκόσμια ώρα-11|UTC-11
    (UTC-11:00) Время в формате UTC -11|UTC-11
    (UTC-11:00) Координирано универсално време-11|UTC-11
    (UTC-11:00) всесвітній координований час-11|UTC-11
    (UTC-12:00) Internasjonal datolinje, vest|Dateline Standard Time
    (UTC-12:00) International datolinje, vest|Dateline Standard Time
    (UTC-12:00) Internationale Datumsgrenze (Westen)|Dateline Standard Time
    (UTC-12:00) Internationale westelijke datumgrens|Dateline Standard Time
    (UTC-12:00) Internationella datumlinjen, väst|Dateline Standard Time
    (UTC-12:00) Ligne de date internationale (Ouest)|Dateline Standard Time
    (UTC-12:00) Linea cambiamento data internazionale (occidentale)|Dateline Standard Time
    (UTC-12:00) Linha de Data Internacional Oeste|Dateline Standard Time
    (UTC-12:00) Linia de schimbare a datei, vest|Dateline Standard Time
    (UTC-12:00) Läntinen kansainvälinen päivämääräraja|Dateline Standard Time
    (UTC-12:00) Línea internacional de cambio de fecha|Dateline Standard Time
    (UTC-12:00) Mednarodna datumska meja - zahod|Dateline Standard Time
    (UTC-12:00) Medzinárodná dátumová hranica – západ|Dateline Standard Time
    (UTC-12:00) Međunarodna datumska granica - Zapad|Dateline Standard Time
    (UTC-12:00) Międzynarodowa linia zmiany daty — Zachód|Dateline Standard Time
    (UTC-12:00) Nemzetközi dátumválasztó vonal - nyugat|Dateline Standard Time
    (UTC-12:00) Oeste da Linha Internacional de Data|Dateline Standard Time
    (UTC-12:00) Rahvusvaheline kuupäevajoon: lääs|Dateline Standard Time
    (UTC-12:00) Starptautiskās datumu maiņas līnijas rietumi|Dateline Standard Time
    (UTC-12:00) Uluslararası Tarih Çizgisi Batı|Dateline Standard Time
    (UTC-12:00) Západní mezinárodní časová osa|Dateline Standard Time
    (UTC-12:00) Į vakarus nuo tarptautinės datos keitimosi linijos|Dateline Standard Time
    (UTC-12:00) Δυτική διεθνής γραμμή ημερομηνίας|Dateline Standard Time
    (UTC-12:00) Линия перемены дат|Dateline Standard Time
    (UTC-12:00) Международна линия за смяна на датата - запад|Dateline Standard Time
    (UTC-12:00) Міжнародна лінія зміни дат (захід)|Dateline Standard Time
    """#
